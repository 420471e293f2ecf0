package ticket

import (
	"errors"
	"slices"
	"time"

	"opsledger/app/ledger"
)

// The checks' own wording is Chinese: it is shown as it is, at entry and as 违反 in the history.
var (
	errInsurance = errors.New("所属系统为社会保险系统时险种必填")
	errCategory  = errors.New("办结前须填写工单类别和主类型")
	errNoTime    = errors.New("请填写要更正的到达时间或提单时间")
	errProposed  = errors.New("建议时限须晚于申请时间")
	errDue       = errors.New("批准的期限须晚于到达时间")
	errEither    = errors.New("免责针对一次挂起或一段时间，只能取其一")
	errInterval  = errors.New("免责的起止须同时填写，且止晚于起")
)

func checkReceive(_ ledger.Before, f ledger.Fields) error {
	if f.Text("system") == "社会保险系统" && f.Text("insurance") == "" {
		return errInsurance // R007
	}
	return orderOf(f, "raised", "arrived")
}

// checkResolve asks for category and main type where a person resolves; an imported row may leave them empty
// (待分类, records.md).
func checkResolve(b ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"category", "main_type"} {
		if f.Text("source") == "" && f.Text(key) == "" && b.Fields.Text(key) == "" {
			return errCategory
		}
	}
	return afterReturn("resolved")(b, f)
}

// checkCorrection holds corrected times against those that follow them (R033).
func checkCorrection(b ledger.Before, f ledger.Fields) error {
	if f.Text("arrived") == "" && f.Text("raised") == "" {
		return errNoTime
	}
	told := func(key string) any {
		if f.Text(key) != "" {
			return f[key]
		}
		return b.Fields[key]
	}
	times := ledger.Fields{"raised": told("raised"), "arrived": told("arrived")}
	if err := orderOf(times, "raised", "arrived"); err != nil {
		return err
	}
	facts, _ := b.Facts.(Facts)
	for _, late := range facts.since() {
		times[late.key] = ledger.FormatTime(late.at)
		if err := orderOf(times, "arrived", late.key); err != nil {
			return err
		}
	}
	return checkDueAfter(facts, ledger.ParseTime(times["arrived"]))
}

// checkDueAfter holds the arrival against every due that was granted.
func checkDueAfter(f Facts, arrived time.Time) error {
	for _, e := range f.Extensions {
		if !e.Due.After(arrived) {
			return errDue
		}
	}
	return nil
}

// event is a time that a step told, under the key it was told by.
type event struct {
	key string
	at  time.Time
}

// since are the times of all rounds that no arrival may follow, in order.
func (f *Facts) since() (out []event) {
	add := func(key string, at time.Time) {
		if !at.IsZero() {
			out = append(out, event{key, at})
		}
	}
	add("responded", f.Accepted)
	for _, at := range f.GivenBack {
		add("returned", at)
	}
	for _, p := range f.Pauses {
		add("suspended", p.From)
	}
	for _, r := range f.Resolves {
		add("resolved", r.At)
		add("returned", r.Returned)
	}
	for _, w := range f.Waits {
		if w.What == "escalation" {
			add("escalated", w.At)
		}
	}
	add("forwarded", f.Forwarded)
	add("fed_back", f.FedBack)
	for _, r := range f.Requests {
		add("requested", r.At)
	}
	for _, e := range f.Excuses {
		add("claimed", e.At)
	}
	slices.SortStableFunc(out, func(a, b event) int { return a.at.Compare(b.at) })
	return out
}

func checkRequest(b ledger.Before, f ledger.Fields) error {
	if at, want := ledger.ParseTime(f["requested"]), ledger.ParseTime(f["proposed"]); !at.IsZero() && !want.IsZero() && !want.After(at) {
		return errProposed
	}
	return notBefore("requested", "arrived")(b, f)
}

func checkDue(b ledger.Before, f ledger.Fields) error {
	if arrived, due := ledger.ParseTime(b.Fields["arrived"]), ledger.ParseTime(f["due"]); !due.After(arrived) {
		return errDue
	}
	return afterNamed("ruled")(b, f)
}

func checkClaim(b ledger.Before, f ledger.Fields) error {
	from, to := ledger.ParseTime(f["excuse_from"]), ledger.ParseTime(f["excuse_to"])
	if from.IsZero() != to.IsZero() || !from.IsZero() && !to.After(from) {
		return errInterval
	}
	if !from.IsZero() && f.Text("of") != "" {
		return errEither
	}
	return notBefore("claimed", "arrived")(b, f)
}

// afterNamed checks that the time a step tells does not lie before that of the step it names, nor before the arrival.
func afterNamed(key string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		facts, _ := b.Facts.(Facts)
		if early, at := facts.begun(f.Text("of")); early != "" {
			return orderOf(ledger.Fields{early: ledger.FormatTime(at), key: f[key]}, early, key)
		}
		return notBefore(key, "arrived")(b, f)
	}
}

// afterReturn checks that what is done to a ticket that came back was done since (A2).
func afterReturn(key string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		facts, _ := b.Facts.(Facts)
		for _, r := range facts.Resolves {
			if err := orderOf(ledger.Fields{"returned": ledger.FormatTime(r.Returned), key: f[key]}, "returned", key); err != nil && !r.Returned.IsZero() {
				return err
			}
		}
		return notBefore(key, "arrived")(b, f)
	}
}

// notBefore checks that the time a step tells does not lie before an earlier one of the record.
func notBefore(late, early string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		return orderOf(ledger.Fields{early: b.Fields[early], late: f[late]}, early, late)
	}
}

func orderOf(f ledger.Fields, early, late string) error {
	a, b := ledger.ParseTime(f[early]), ledger.ParseTime(f[late])
	if a.IsZero() || b.IsZero() || !b.Before(a) {
		return nil
	}
	return errors.New(timeLabel[late] + " " + clock(b) + " 早于" + timeLabel[early] + " " + clock(a))
}

// timeLabel repeats the labels of Ticket: the description can't be asked while it is being made.
var timeLabel = map[string]string{"raised": "提单时间", "arrived": "到达时间", "responded": "签收时间", "resolved": "处理完毕时间",
	"confirmed": "确认时间", "returned": "退回时间", "suspended": "挂起时间", "resumed": "恢复时间", "answered": "答复时间",
	"escalated": "升级时间", "forwarded": "转发时间", "fed_back": "反馈时间", "requested": "申请时间", "claimed": "提请时间", "ruled": "认定时间",
	"acted": "先行实施时间", "filed": "补单时间", "asked": "提出时间", "done": "完成时间"}

func clock(t time.Time) string { return t.Format("2006-01-02 15:04") }
