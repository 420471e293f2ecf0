package person

import (
	"errors"

	"opsledger/app/ledger"
)

// Equipment is one thing lent to a person: each needs a PC of the inner and one of the outer network (R083). It is known by the
// number on its label.
type Equipment struct {
	Asset   string     `label:"设备编号" need:"yes" search:"yes" names:"资产编号,编号"`
	Type    string     `label:"设备类型" dict:"equipment_type" help:"不填为办公电脑"`
	Network string     `label:"网别" choices:"内网,外网" need:"yes" index:"yes" names:"网络"`
	Person  string     `label:"领用人" of:"person" need:"yes" search:"yes" index:"yes" names:"姓名,使用人"`
	Lent    ledger.Day `label:"领用日期" need:"yes"`
	Back    ledger.Day `label:"归还日期" step:"yes"`
	Note    string     `label:"说明" search:"yes"`

	Facts EquipmentFacts
}

// Networks, and the type that counts.
const (
	Inner = "内网"
	Outer = "外网"
	PC    = "办公电脑"
)

// EquipmentFacts are who had the thing when.
type EquipmentFacts struct {
	Loans []Loan `json:"loans,omitempty"`
}

// Loan is one person's use, days included. Until "" means it goes on.
type Loan struct {
	Person string     `json:"person"`
	From   ledger.Day `json:"from"`
	Until  ledger.Day `json:"until,omitempty"`
}

var (
	errBack  = errors.New("归还日期早于领用日期")
	errAgain = errors.New("领用日期早于上次归还的日期")
)

// EquipmentKind describes the equipment.
var EquipmentKind = ledger.Define[Equipment]("equipment", "设备",
	ledger.Numbered("SB", "asset"),
	ledger.OutsideNumber("asset"),
	ledger.States("void:已作废", "returned:已归还", "lent:使用中"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long}),
	ledger.Step("lend", "领用", ledger.Creates(), ledger.To("lent"), ledger.Asks("asset", "network", "person", "lent", "type?", "note?")),
	ledger.Step("return", "归还", ledger.From("lent"), ledger.To("returned"), ledger.OnSheet(), ledger.Asks("back", "note?"), ledger.Checked(checkBack)),
	ledger.Step("lend-again", "再次领用", ledger.From("returned"), ledger.To("lent"), ledger.Asks("person", "lent", "network?", "note?"), ledger.Checked(checkAgain)),
	ledger.Step("void", "作废", ledger.From("lent", "returned"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Step("restore", "恢复", ledger.From("void"), ledger.To("returned"), ledger.Asks("reason")),
	ledger.Derive(deriveEquipment),
)

func checkBack(b ledger.Before, f ledger.Fields) error {
	if f.Text("back") < b.Fields.Text("lent") {
		return errBack
	}
	return nil
}

func checkAgain(b ledger.Before, f ledger.Fields) error {
	if f.Text("lent") < b.Fields.Text("back") {
		return errAgain
	}
	return nil
}

func deriveEquipment(rec *ledger.Record) {
	var f EquipmentFacts
	for _, s := range rec.Telling() {
		n := len(f.Loans)
		switch s.Entry.Action {
		case "lend", "lend-again":
			f.Loans = append(f.Loans, Loan{Person: s.Text("person"), From: day(s, "lent")})
		case "return":
			if n > 0 {
				f.Loans[n-1].Until = day(s, "back")
			}
		case ledger.Amend:
			if p := s.Text("person"); p != "" && n > 0 {
				f.Loans[n-1].Person = p
			}
			if from := day(s, "lent"); from != "" && n > 0 {
				f.Loans[n-1].From = from
			}
		}
	}
	if n := len(f.Loans); n > 0 && f.Loans[n-1].Until != "" {
		rec.Fields["back"] = string(f.Loans[n-1].Until)
	}
	rec.Facts = f
}

// Holder is who has the thing on a day, "" where nobody does.
func (f EquipmentFacts) Holder(on ledger.Day) (person string) {
	for _, l := range f.Loans {
		if l.From <= on && (l.Until == "" || on <= l.Until) {
			person = l.Person
		}
	}
	return person
}
