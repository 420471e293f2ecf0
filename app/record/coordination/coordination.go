// Package coordination owns letters to the province, the company and other vendors, and what is waited for (R005, R009, R082).
// Tickets and findings are joined by links, many to many. It may not import other records, nor rules.
package coordination

import (
	"errors"
	"time"

	"opsledger/app/ledger"
)

// Coordination is one 省市协作: whom it goes to, what is waited for, and until when.
type Coordination struct {
	With    string `label:"协作对象" choices:"省厅处置小组,省端,公司,厂商" need:"yes"`
	Party   string `label:"对方名称" search:"yes"` // a vendor's or person's name
	Subject string `label:"事由" need:"yes" search:"yes"`
	Content string `label:"内容" type:"long" search:"yes"`
	Lead    string `label:"牵头人" need:"yes" search:"yes" index:"yes"` // one, by R009

	Sent     time.Time `label:"发出时间" step:"yes" index:"yes"`
	Due      time.Time `label:"约定答复时间" future:"yes"`
	Answered time.Time `label:"答复时间" step:"yes"`
	Waiting  string    `label:"等待事项" search:"yes"`
	Outcome  string    `label:"结果" type:"long" search:"yes"`
	Actions  []string  `label:"各方动作" type:"list" step:"yes"` // "厂商：动作（期限 2026-03-10 18:00）"

	Facts Facts
}

// Facts are the times that its clocks read.
type Facts struct {
	Sent     time.Time `json:"sent,omitzero"`
	Due      time.Time `json:"due,omitzero"`
	Answered time.Time `json:"answered,omitzero"` // the latest answer; zero while it waits
	Actions  []Act     `json:"actions,omitempty"`
}

// Act is what another vendor has to do, until when (R009).
type Act struct {
	Vendor string    `json:"vendor"`
	Task   string    `json:"task"`
	Due    time.Time `json:"due"`
	Done   time.Time `json:"done,omitzero"`
}

var errOrder = errors.New("答复时间早于发出时间")

// Kind describes the coordination.
var Kind = ledger.Define[Coordination]("coordination", "省市协作",
	ledger.Numbered("XZ", "subject"),
	ledger.States("void:已作废", "waiting:等待答复", "answered:已答复", "closed:已办结"),
	ledger.Told(
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "vendor", Label: "厂商", Type: ledger.Text},
		ledger.Field{Key: "task", Label: "动作", Type: ledger.Long},
		ledger.Field{Key: "task_due", Label: "动作期限", Type: ledger.Time, Future: true},
		ledger.Field{Key: "done", Label: "完成时间", Type: ledger.Time},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
		ledger.Field{Key: "closed", Label: "办结时间", Type: ledger.Time},
	),
	ledger.Step("send", "发出", ledger.Creates(), ledger.To("waiting"),
		ledger.Asks("with", "subject", "lead", "sent", "party?", "content?", "due?", "waiting?")),
	ledger.Step("answer", "答复", ledger.From("waiting", "answered"), ledger.To("answered"), ledger.Asks("answered", "text", "waiting?"), ledger.Checked(checkAnswer)),
	ledger.Step("ask-again", "再次发出", ledger.From("answered"), ledger.To("waiting"), ledger.Asks("sent", "text", "due?", "waiting?")),
	ledger.Step("add-action", "交厂商办理", ledger.From("waiting", "answered"), ledger.Asks("vendor", "task", "task_due")),
	ledger.Step("close-action", "厂商办结", ledger.From("waiting", "answered"), ledger.Answering("add-action"), ledger.Asks("done", "of?", "text?")),
	ledger.Step("close", "办结", ledger.From("waiting", "answered"), ledger.To("closed"), ledger.Asks("closed", "outcome")),
	ledger.Step("void", "作废", ledger.From("waiting", "answered", "closed"), ledger.To("void"), ledger.Asks("reason"), ledger.Corrects()),
	ledger.Derive(derive),
)

func checkAnswer(b ledger.Before, f ledger.Fields) error {
	sent, at := ledger.ParseTime(b.Fields["sent"]), ledger.ParseTime(f["answered"])
	if !sent.IsZero() && !at.IsZero() && at.Before(sent) {
		return errOrder
	}
	return nil
}

// derive reads the wait as it stands: from the latest sending to its answer.
func derive(rec *ledger.Record) {
	f := Facts{Due: ledger.ParseTime(rec.Fields["due"])}
	at := map[string]int{}
	for _, s := range rec.Steps {
		if !s.Counts || s.TakenBack || s.LeftOut {
			continue
		}
		switch s.Entry.Action {
		case "send", "ask-again":
			f.Sent, f.Answered = ledger.ParseTime(s.Value("sent")), time.Time{}
		case "answer":
			f.Answered = ledger.ParseTime(s.Value("answered"))
		case "close":
			if f.Answered.IsZero() {
				f.Answered = ledger.ParseTime(s.Value("closed"))
			}
		case "add-action":
			at[string(s.Ref())] = len(f.Actions)
			f.Actions = append(f.Actions, Act{Vendor: s.Text("vendor"), Task: s.Text("task"), Due: ledger.ParseTime(s.Value("task_due"))})
		case "close-action":
			if i, ok := at[s.Text("of")]; ok {
				f.Actions[i].Done = ledger.ParseTime(s.Value("done"))
			}
		}
	}
	rec.Facts = f
	f.show(rec.Fields)
}

func (f Facts) show(fields ledger.Fields) {
	for key, at := range map[string]time.Time{"sent": f.Sent, "answered": f.Answered} {
		if !at.IsZero() {
			fields[key] = ledger.FormatTime(at)
		}
	}
	var lines []any
	for _, a := range f.Actions {
		line := a.Vendor + "：" + a.Task + "（期限 " + a.Due.Format("2006-01-02 15:04") + "）"
		if !a.Done.IsZero() {
			line += "，" + a.Done.Format("2006-01-02 15:04") + " 完成"
		}
		lines = append(lines, line)
	}
	if lines != nil {
		fields["actions"] = lines
	}
}
