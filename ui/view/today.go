package view

import (
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	record "opsledger/app/record/attendance"
	"opsledger/app/rule/presence"
)

// Here is somebody of the team today: whether they are there, and since when.
type Here struct {
	Record           ledger.RecordID
	Icon, Name, Role string
	Words            string
	Tone             Tone
}

// WhoIsHere tells of everyone on site today.
func WhoIsHere(t app.Today) (out []Here) {
	for _, p := range t.Site.People {
		h := Here{Record: p.Record, Icon: "user", Name: p.Name, Role: p.Role, Tone: Plain}
		if !presence.OnSite(p.Role) {
			continue
		}
		h.attends(t, p)
		out = append(out, h)
	}
	return out
}

// Behind names those of the team who do not work on site: 周海燕（省端专员）; "" nobody.
func Behind(t app.Today) string {
	var names []string
	for _, p := range t.Site.People {
		if !presence.OnSite(p.Role) {
			names = append(names, p.Name+"（"+p.Role+"）")
		}
	}
	if names == nil {
		return ""
	}
	return "不驻场：" + strings.Join(names, "、")
}

// attends says how somebody's day stands.
func (h *Here) attends(t app.Today, p presence.Present) {
	day := t.Days[p.Name]
	in := ""
	if !day.In.IsZero() {
		in = " " + day.In.In(ledger.Zone).Format("15:04")
	}
	switch {
	case day.Status == record.Absent:
		h.Icon, h.Words, h.Tone = "alert-circle", "缺勤，没有请假", Bad
	case day.Status == record.OnLeave, p.Leave == "全天":
		h.Words, h.Tone = Away(p), Waiting
	case day.Status == record.Outside:
		h.Icon, h.Words, h.Tone = "map-pin-check", "外出", Going
	case day.Late > 0:
		h.Icon, h.Words, h.Tone = "user-check", "迟到"+in, Soon
	case in != "":
		h.Icon, h.Words, h.Tone = "user-check", "在岗"+in, Good
	case !t.Site.Workday:
		h.Words, h.Tone = "休息", Quiet
	case len(t.Hours) > 0 && t.AsOf.After(t.Hours[0].From):
		h.Icon, h.Words, h.Tone = "alarm", "没有签到", Soon
	default:
		h.Words, h.Tone = "还没有上班", Quiet
	}
}

// DutyNow tells who answers the telephone now, who does next, and where nobody will.
func DutyNow(t app.Today) (out []Mark) {
	switch {
	case !t.Scheduled:
		return []Mark{{"phone", "还没有排过班：7×24 值班电话无人负责", Soon}}
	case len(t.Duty) == 0:
		out = append(out, Mark{"alert-circle", "此刻无人值班", Bad})
	}
	for _, h := range t.Duty {
		words := "值班 " + whoHolds(h)
		if h.Phone != "" {
			words += "　" + h.Phone
		}
		out = append(out, Mark{"phone", words + "　至 " + When(h.Turn.To, t.AsOf), Going})
	}
	if t.Gap != nil {
		out = append(out, Mark{"alert-circle", When(t.Gap.From, t.AsOf) + " 至 " + When(t.Gap.To, t.AsOf) + " 无人值班", Bad})
	}
	if t.Next != nil {
		out = append(out, Mark{"clock", When(t.Next.Turn.From, t.AsOf) + " 起 " + whoHolds(*t.Next), Quiet})
	}
	return out
}

// HoursToday says when the team is on site, and who answers outside of it (R080, R081).
func HoursToday(t app.Today) string {
	var spans []string
	for _, o := range t.Hours {
		spans = append(spans, clockOf(o.From)+"–"+clockOf(o.To))
	}
	if spans == nil {
		return "今天休息，全天由 7×24 值班电话应答"
	}
	return "驻场 " + strings.Join(spans, "、") + "，其余时间由 7×24 值班电话应答"
}

func clockOf(t time.Time) string { return t.In(ledger.Zone).Format("15:04") }
