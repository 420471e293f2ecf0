// Package calendar owns holiday years brought in after the program was shipped (R080). The shipped years are assets.
// It may not import other records, nor rules.
package calendar

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Year is one year's notice of the State Council: "2027-01-01 元旦", one date an item.
type Year struct {
	Year     string   `label:"年份" need:"yes" example:"2027"`
	Source   string   `label:"依据" need:"yes"`
	Holidays []string `label:"节假日" need:"yes" example:"2027-01-01 元旦"`
	Workdays []string `label:"调休上班" example:"2027-01-03 元旦"`
}

// Kind describes the holiday year.
var Kind = ledger.Define[Year]("calendar", "节假日",
	ledger.Numbered("JR", "year"),
	ledger.OutsideNumber("year"),
	ledger.Standing(),
	ledger.States("active:有效"),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("active"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Sysadmin),
		ledger.Asks("year", "source", "holidays", "workdays?"), ledger.Checked(checkYear)),
	ledger.Step("replace", "更换", ledger.From("active"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center, ledger.Sysadmin),
		ledger.Asks("source", "holidays", "workdays?"), ledger.Checked(checkYear)),
)

var (
	fourDigits = regexp.MustCompile(`^20[0-9]{2}$`)
	errYear    = errors.New("年份须为四位数字，如 2027")
	errDay     = errors.New("每个日期一项，写作“2027-01-01 元旦”")
)

// checkYear refuses what is no year and no date: every deadline is reckoned by them.
func checkYear(b ledger.Before, f ledger.Fields) error {
	year := f.Text("year")
	if year == "" {
		year = b.Fields.Text("year")
	}
	if !fourDigits.MatchString(year) {
		return errYear
	}
	for _, key := range []string{"holidays", "workdays"} {
		for _, item := range ledger.Lines(f[key]) {
			date, _, _ := strings.Cut(item, " ")
			if _, err := time.Parse(time.DateOnly, date); err != nil {
				return errDay
			}
		}
	}
	return nil
}
