package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"opsledger/app/ledger"
)

var (
	errDates    = errors.New("结束日期必须晚于开始日期")
	errFrozen   = errors.New("年度结账没有固化的评分卡，或与校验值不符")
	errYear     = errors.New("固化的评分卡不是本考核年度的")
	errNegative = errors.New("工时、天数、分钟、分数、人数和件数不能为负数")
)

// counts are the terms that are numbers of hours, days, minutes, points, people or tickets.
var counts = []string{"ticket_hours", "response_hours", "file_late_days", "quarter_days", "month_days", "pass_mark", "late_grace", "incident_minutes",
	"complaint_minutes", "feedback_days", "manual_days", "promised", "issue_tickets"}

func checkDates(b ledger.Before, f ledger.Fields) error {
	pick := func(key string) string {
		if v := f.Text(key); v != "" {
			return v
		}
		return b.Fields.Text(key)
	}
	if start, end := pick("start"), pick("end"); start != "" && end != "" && end <= start {
		return errDates
	}
	for _, key := range counts {
		if strings.HasPrefix(fmt.Sprint(f[key]), "-") {
			return errNegative
		}
	}
	return nil
}

// checkClose holds that the frozen card is this year's, and is what its hash says.
func checkClose(b ledger.Before, f ledger.Fields) error {
	var card struct {
		From, To string
	}
	text := f.Text("frozen")
	if err := json.Unmarshal([]byte(text), &card); err != nil || Hash(text) != f.Text("hash") {
		return errFrozen
	}
	if card.From != b.Fields.Text("start") || card.To != b.Fields.Text("end") {
		return errYear
	}
	return nil
}

// Hash names a frozen card by its text.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
