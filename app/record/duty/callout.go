package duty

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Callout is one 应急出动: asked for or found, answered, people on the spot, restored (R078, R094, R105, R106). Its timeline only
// grows: each line is a step of its own.
type Callout struct {
	Request string    `label:"请求内容" type:"long" need:"yes" search:"yes" names:"事件,事由"`
	Asked   time.Time `label:"接到请求时间" index:"yes" names:"接报时间" help:"与发现时间至少填一个，较早者起算"`
	Found   time.Time `label:"发现问题时间" names:"发现时间"`
	By      string    `label:"请求人" search:"yes" help:"提出请求的单位或人员"`
	System  string    `label:"所属系统" dict:"system"`
	Major   bool      `label:"重大事项" index:"yes" help:"紧急、重大事项须有两人以上到场"`

	Responded time.Time `label:"首次响应时间" step:"yes" names:"响应时间"`
	Arrived   time.Time `label:"到岗时间" step:"yes" index:"yes" names:"到场时间,到达时间"`
	Restored  time.Time `label:"恢复时间" step:"yes" index:"yes"`
	People    []string  `label:"参与人员" step:"yes" search:"yes"`
	Minutes   int       `label:"到岗用时（分钟）" step:"yes"`
	Overdue   bool      `label:"超时到岗" step:"yes" index:"yes"`
	LateWhy   string    `label:"超时原因" step:"yes"`
	Few       string    `label:"人数不足说明" step:"yes"`
	Result    string    `label:"处置结果" type:"long" search:"yes" names:"结果"`
	Timeline  []string  `label:"时间线" step:"yes" search:"yes"`

	Facts CalloutFacts
}

// States of a callout, in rising rank.
const (
	CalloutVoid ledger.State = "void"
	Open        ledger.State = "open"
	Restored    ledger.State = "restored"
	Closed      ledger.State = "closed"
)

// The contract's limits, in natural time (A6), and how many must come where it is major.
const (
	ArriveWithin  = time.Hour
	RespondWithin = time.Hour
	MajorPeople   = 2
)

// CalloutFacts are what its clocks read. Zero times: has not happened.
type CalloutFacts struct {
	Start     time.Time `json:"start"` // asked or found, the earlier
	Responded time.Time `json:"responded,omitzero"`
	Arrived   time.Time `json:"arrived,omitzero"` // the first of them
	Restored  time.Time `json:"restored,omitzero"`
	Closed    time.Time `json:"closed,omitzero"`
	People    []string  `json:"people,omitempty"` // those who took part, each once
	Major     bool      `json:"major,omitempty"`
	Few       bool      `json:"few,omitempty"` // major, and fewer than two took part
	LateWhy   string    `json:"late_why,omitempty"`
	Timeline  []Line    `json:"timeline,omitempty"`
}

// Line is one of the timeline. One taken back stays, told as such: nothing of it is ever rewritten (R094).
type Line struct {
	At        time.Time       `json:"at"`
	Text      string          `json:"text"`
	TakenBack bool            `json:"taken_back,omitempty"`
	Ref       ledger.EntryRef `json:"ref"`
}

var (
	errStart   = errors.New("请填写接到请求时间或发现问题时间，至少一个")
	errRespond = errors.New("还没有登记首次响应时间，不能办结")
	errPeople  = errors.New("还没有登记参与人员，不能办结：请登记到岗（arrive）并写明人员")
	errArrive  = errors.New("还没有登记到岗时间，不能办结")
)

// CalloutKind describes the callout.
var CalloutKind = ledger.Define[Callout]("callout", "应急出动",
	ledger.Numbered("YJ", "request"),
	ledger.States("void:已作废", "open:处置中", "restored:已恢复", "closed:已办结"),
	ledger.Told(
		ledger.Field{Key: "who", Label: "人员", Type: ledger.List, Of: "person", Help: "多人用分号隔开"},
		ledger.Field{Key: "at", Label: "时间", Type: ledger.Time},
		ledger.Field{Key: "text", Label: "经过", Type: ledger.Long},
		ledger.Field{Key: "closed", Label: "办结时间", Type: ledger.Time},
		ledger.Field{Key: "late_reason", Label: "超时到岗原因", Type: ledger.Long},
		ledger.Field{Key: "few_reason", Label: "到场不足两人的说明", Type: ledger.Long},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	),
	ledger.Step("open", "登记", ledger.Creates(), ledger.To(Open), ledger.Asks("request", "asked?", "found?", "by?", "system?", "major?"), ledger.Checked(checkOpen)),
	ledger.Step("respond", "响应", ledger.From(Open), ledger.OnSheet(), ledger.Asks("responded", "who?", "text?"), ledger.Checked(after("responded"))),
	ledger.Step("arrive", "到岗", ledger.From(Open, Restored), ledger.OnSheet(), ledger.Asks("arrived", "who?", "text?"), ledger.Checked(after("arrived"))),
	ledger.Step("note", "记录经过", ledger.From(Open, Restored), ledger.Asks("at", "text", "who?"), ledger.Checked(after("at"))),
	ledger.Step("restore", "恢复", ledger.From(Open), ledger.To(Restored), ledger.Asks("restored", "result?", "text?"), ledger.Checked(after("restored"))),
	ledger.Step("reopen", "再次处置", ledger.From(Restored, Closed), ledger.To(Open), ledger.Asks("at", "reason")),
	ledger.Step("close", "办结", ledger.From(Restored), ledger.To(Closed), ledger.Asks("closed", "result", "late_reason?", "few_reason?"), ledger.Checked(checkClose)),
	ledger.Step("void", "作废", ledger.From(Open, Restored, Closed), ledger.To(CalloutVoid), ledger.Asks("reason")),
	ledger.Derive(deriveCallout),
)

func checkOpen(_ ledger.Before, f ledger.Fields) error {
	if f.Text("asked") == "" && f.Text("found") == "" {
		return errStart
	}
	return nil
}

// start is the earlier of asked and found (A6).
func start(f ledger.Fields) time.Time {
	asked, found := ledger.ParseTime(f["asked"]), ledger.ParseTime(f["found"])
	if asked.IsZero() || !found.IsZero() && found.Before(asked) {
		return found
	}
	return asked
}

var timeLabels = map[string]string{"responded": "首次响应时间", "arrived": "到岗时间", "at": "时间", "restored": "恢复时间"}

// after holds that nothing happens before the request came or the trouble was found.
func after(key string) func(ledger.Before, ledger.Fields) error {
	return func(b ledger.Before, f ledger.Fields) error {
		from, at := start(b.Fields), ledger.ParseTime(f[key])
		if at.IsZero() || from.IsZero() || !at.Before(from) {
			return nil
		}
		return fmt.Errorf("%s %s 早于接到请求或发现问题的时间 %s", timeLabels[key], at.Format("2006-01-02 15:04"), from.Format("2006-01-02 15:04"))
	}
}

func checkClose(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(CalloutFacts)
	blank := func(key string) bool { return strings.TrimSpace(f.Text(key)) == "" }
	switch {
	case facts.Responded.IsZero():
		return errRespond
	case facts.Arrived.IsZero():
		return errArrive
	case len(facts.People) == 0:
		return errPeople
	case facts.Late() && blank("late_reason"):
		return fmt.Errorf("到岗用时%d分钟，超过%d分钟：须填写超时到岗原因", facts.Minutes(), int(ArriveWithin.Minutes()))
	case facts.Few && blank("few_reason"):
		return fmt.Errorf("重大事项须有%d人以上参与，已登记%d人：请补登记到岗人员，或填写到场不足两人的说明", MajorPeople, len(facts.People))
	}
	return nil
}

// Minutes is how long it took to arrive, started ones counted whole; 0 where nobody has.
func (f CalloutFacts) Minutes() int {
	if f.Arrived.IsZero() {
		return 0
	}
	return int((f.Arrived.Sub(f.Start) + time.Minute - 1) / time.Minute)
}

// Late reports whether the first arrived after the hour.
func (f CalloutFacts) Late() bool {
	return !f.Arrived.IsZero() && f.Arrived.After(f.Start.Add(ArriveWithin))
}

func deriveCallout(rec *ledger.Record) {
	f := CalloutFacts{Start: start(rec.Fields)}
	f.Major, _ = rec.Fields["major"].(bool)
	few := ""
	for _, s := range rec.Steps {
		if !s.Counts || s.LeftOut {
			continue
		}
		f.tell(s)
		if s.TakenBack {
			continue
		}
		f.read(s)
		if why := s.Text("few_reason"); why != "" {
			few = why
		}
	}
	f.Few = f.Major && len(f.People) < MajorPeople
	slices.SortStableFunc(f.Timeline, func(a, b Line) int { return a.At.Compare(b.At) })
	rec.Facts = f
	f.show(rec.Fields, few)
}

func (f *CalloutFacts) read(s *ledger.Taken) {
	first := func(at *time.Time, key string) {
		if t := ledger.ParseTime(s.Value(key)); at.IsZero() || t.Before(*at) {
			*at = t
		}
	}
	switch s.Entry.Action {
	case "respond":
		first(&f.Responded, "responded")
	case "arrive":
		first(&f.Arrived, "arrived")
	case "restore":
		f.Restored = ledger.ParseTime(s.Value("restored"))
	case "reopen":
		f.Restored, f.Closed = time.Time{}, time.Time{}
	case "close":
		f.Closed, f.LateWhy = ledger.ParseTime(s.Value("closed")), s.Text("late_reason")
	}
	for _, name := range named(s) {
		if !slices.Contains(f.People, name) {
			f.People = append(f.People, name)
		}
	}
}

// named are the people a step names.
func named(s *ledger.Taken) (names []string) {
	list, _ := s.Value("who").([]any)
	for _, it := range list {
		if name, _ := it.(string); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// tell adds a step's line to the timeline.
func (f *CalloutFacts) tell(s *ledger.Taken) {
	key, ok := map[string]string{"respond": "responded", "arrive": "arrived", "note": "at", "restore": "restored", "reopen": "at", "close": "closed"}[s.Entry.Action]
	if !ok {
		return
	}
	text := s.Action.Label
	for _, part := range []string{strings.Join(named(s), "、"), s.Text("text"), s.Text("reason"), s.Text("result")} {
		if part != "" {
			text += "：" + part
		}
	}
	f.Timeline = append(f.Timeline, Line{ledger.ParseTime(s.Value(key)), text, s.TakenBack, s.Ref()})
}

func (f CalloutFacts) show(fields ledger.Fields, few string) {
	fields.Show("responded", f.Responded)
	fields.Show("arrived", f.Arrived)
	fields.Show("restored", f.Restored)
	for key, text := range map[string]string{"late_why": f.LateWhy, "few": few} {
		if text != "" {
			fields[key] = text
		}
	}
	if !f.Arrived.IsZero() {
		fields["minutes"] = int64(f.Minutes())
	}
	if f.Late() {
		fields["overdue"] = true
	}
	var people, lines []any
	for _, name := range f.People {
		people = append(people, name)
	}
	for _, l := range f.Timeline {
		lines = append(lines, l.At.Format("01-02 15:04")+" "+l.Text+map[bool]string{true: "（已撤回）"}[l.TakenBack])
	}
	if people != nil {
		fields["people"] = people
	}
	if lines != nil {
		fields["timeline"] = lines
	}
}
