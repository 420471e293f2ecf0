package view

import (
	"fmt"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/coverage"
	"opsledger/app/rule/pattern"
)

func TestTheKeyOfTwoListsIsGuessed(t *testing.T) {
	for _, c := range []struct {
		a, b []string
		want string
	}{
		{[]string{"姓名", "身份证号"}, []string{"公民身份号码", "姓名"}, "身份证号=公民身份号码"},
		{[]string{"姓名", "单位编号"}, []string{"单位编号（必填）", "身份证号"}, "单位编号=单位编号（必填）"},
		{[]string{"姓名"}, []string{"姓名"}, "="}, // names alone tell nobody apart
		{nil, []string{"身份证号"}, "="},
	} {
		if a, b := LikelyKeys(c.a, c.b); a+"="+b != c.want {
			t.Errorf("%v %v: %s=%s", c.a, c.b, a, b)
		}
	}
}

func TestARecurringProblemIsTold(t *testing.T) {
	p := app.Recurring{Pattern: pattern.Pattern{Label: "账号权限", Basis: pattern.Marked, Tickets: []pattern.Ticket{{Number: "W1"}, {Number: "W2"}}, Earlier: 2, Trend: pattern.Falling,
		Systems: []pattern.Count{{Name: "工单系统", Tickets: 2}, {Name: "稽核风控", Tickets: 1}}}, Trainings: []app.TrainedOn{{Record: "r", Topic: "权限培训", Effect: coverage.Effect{Days: 90, Before: 5, After: 1, Whole: true}}}}
	at := time.Date(2026, 3, 12, 0, 0, 0, 0, ledger.Zone)
	got := Problems(app.Recurrence{Since: at, Until: at, Least: 2, Problems: []app.Recurring{p}})[0]
	if text := fmt.Sprint(got.Label, got.Basis, got.Count, got.Halves, got.Trend.Words, got.Open.Where, got.Lacking, got.Trainings); text != "账号权限按标记2 件前半期 2，后半期 0下降[number=W1|W2] false [{r 权限培训 培训前 90 天 5 件 → 培训后 90 天 1 件}]" {
		t.Error(text)
	}
	if given := fmt.Sprint(TrainingOn(p)); given != "map[issue:账号权限 systems:工单系统\n稽核风控 topic:账号权限专项培训 type:专项培训]" {
		t.Error(given)
	}
}
