// Package comparison owns the comparing of our lists of people who draw benefits with those other offices give (比对结果;
// R049–R050): from whom, which files by their hashes, by which key, how many, and every doubtful case until it is concluded. It may
// not import other records, nor rules.
package comparison

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Comparison is one 比对. A doubtful case is named by its number in the list that is kept as an attachment: who it is does not stand
// in the lists here.
type Comparison struct {
	Source     string    `label:"数据来源" dict:"comparison_source" need:"yes" index:"yes"`
	Compared   time.Time `label:"比对时间" step:"yes" index:"yes"`
	Batch      string    `label:"批次" need:"yes" search:"yes"`
	System     string    `label:"所属系统" dict:"system"`
	Run        string    `label:"周期任务执行" to:"run"`
	Key        []string  `label:"比对关键字段" need:"yes" help:"如：身份证号、姓名" example:"身份证号"`
	OurFile    string    `label:"我方文件SHA-256" help:"64位十六进制；用附件登记时不必填写" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	TheirFile  string    `label:"来源文件SHA-256" help:"64位十六进制；用附件登记时不必填写" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Ours       int       `label:"我方笔数" need:"yes"`
	Theirs     int       `label:"来源笔数" need:"yes"`
	Matched    int       `label:"匹配笔数"`
	OnlyOurs   int       `label:"仅我方笔数"`
	OnlyTheirs int       `label:"仅来源笔数"`
	Comparer   string    `label:"比对人" of:"person" search:"yes"`
	Remark     string    `label:"说明" type:"long" search:"yes"`

	Suspects  []string  `label:"疑点" step:"yes" search:"yes" help:"每行一条：疑点编号 | 事由 | 结论（没有结论的不写）。人员信息放在附件里" example:"1 | 已火化 | 已停发"`
	Count     int       `label:"疑点数" step:"yes"`
	Concluded int       `label:"已有结论数" step:"yes"`
	Rate      string    `label:"结论率（%）" type:"points" step:"yes"`
	Closed    time.Time `label:"办结时间" step:"yes"`

	Facts Facts
}

// Facts are the doubtful cases.
type Facts struct {
	Compared time.Time `json:"compared,omitzero"`
	Suspects []Suspect `json:"suspects,omitempty"` // each once, in the order told
}

// Suspect is one doubtful case.
type Suspect struct {
	Number     string    `json:"number"`
	Why        string    `json:"why,omitempty"`
	Conclusion string    `json:"conclusion,omitempty"` // of the qualification check (R050)
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"`
}

// States of a comparison, in rising rank.
const (
	Void   ledger.State = "void"
	Open   ledger.State = "open"
	Closed ledger.State = "closed"
)

// Kind describes the comparison.
var Kind = ledger.Define[Comparison]("comparison", "比对结果",
	ledger.Numbered("BD", "batch"),
	ledger.States("void:已作废", "open:处理中", "closed:已办结"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "our_list", Label: "我方文件", Type: ledger.File},
		ledger.Field{Key: "their_list", Label: "来源文件", Type: ledger.File},
		ledger.Field{Key: "suspect", Label: "疑点编号", Type: ledger.Text},
		ledger.Field{Key: "why", Label: "事由", Type: ledger.Text},
		ledger.Field{Key: "suspect_name", Label: "疑点人员姓名", Type: ledger.Text, Personal: "name"},
		ledger.Field{Key: "suspect_id", Label: "疑点人员身份证号", Type: ledger.Text, Personal: "idcard"},
		ledger.Field{Key: "conclusion", Label: "结论", Type: ledger.Choice, Dict: "suspect_conclusion"},
		ledger.Field{Key: "conclusions", Label: "结论清单", Type: ledger.List, Help: "每行一条：疑点编号 | 结论"},
		ledger.Field{Key: "concluder", Label: "核实人", Type: ledger.Text, Of: "person"},
		ledger.Field{Key: "at", Label: "结论时间", Type: ledger.Time},
		ledger.Field{Key: "evidence", Label: "依据附件", Type: ledger.File},
		ledger.Field{Key: "text", Label: "核实情况", Type: ledger.Long},
	),
	ledger.Step("run", "登记比对", ledger.Creates(), ledger.To(Open),
		ledger.Asks("source", "compared", "batch", "key", "ours", "theirs", "matched?", "only_ours?", "only_theirs?", "our_file?", "their_file?", "system?", "run?", "comparer?", "remark?"), ledger.Checked(checkRun)),
	ledger.Step("file-lists", "登记文件", ledger.From(Open), ledger.Asks("our_list?", "their_list?"), ledger.Checked(checkLists)),
	ledger.Step("add-suspects", "登记疑点", ledger.From(Open), ledger.OnSheet(), ledger.Asks("suspects"), ledger.Checked(checkSuspects)),
	ledger.Step("add-suspect", "登记一个疑点", ledger.From(Open), ledger.Asks("suspect", "why", "suspect_name?", "suspect_id?"), ledger.Checked(checkSuspect)),
	ledger.Step("conclude", "认证结论", ledger.From(Open), ledger.Asks("suspect", "conclusion", "concluder", "at", "text?", "evidence?"), ledger.Checked(checkConclusion)),
	ledger.Step("conclude-many", "批量结论", ledger.From(Open), ledger.Asks("conclusions", "concluder", "at", "text?", "evidence?"), ledger.Checked(checkConclusions)),
	ledger.Step("close", "办结", ledger.From(Open), ledger.To(Closed), ledger.OnSheet(), ledger.Asks("closed"), ledger.Checked(checkClose)),
	ledger.Step("reopen", "重新处理", ledger.From(Closed), ledger.To(Open), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From(Open, Closed), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errHash   = errors.New("SHA-256 应为64位十六进制")
	errLists  = errors.New("请选我方文件或来源文件（附件名）")
	errCount  = errors.New("笔数不能为负数")
	errHashes = errors.New("没有登记两份比对文件（附件或SHA-256），不能办结")
)

var sha = regexp.MustCompile(`^[0-9a-f]{64}$`)

func checkRun(_ ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"our_file", "their_file"} {
		if h := f.Text(key); h != "" && !sha.MatchString(h) {
			return errHash
		}
	}
	for _, key := range []string{"ours", "theirs", "matched", "only_ours", "only_theirs"} {
		if f.Int(key) < 0 {
			return errCount
		}
	}
	for key, whole := range map[string]string{"only_ours": "ours", "only_theirs": "theirs"} {
		if f.Int(key) > f.Int(whole) {
			return fmt.Errorf("%s%d笔多于全部%d笔", map[string]string{"only_ours": "仅我方", "only_theirs": "仅来源"}[key], f.Int(key), f.Int(whole))
		}
	}
	return nil
}

func checkLists(_ ledger.Before, f ledger.Fields) error {
	if f.Text("our_list") == "" && f.Text("their_list") == "" {
		return errLists
	}
	return nil
}

// pair parts a line into its number and what follows.
func pair(line string) (number, rest string) {
	number, rest, _ = strings.Cut(strings.NewReplacer("｜", "|", "\t", "|").Replace(line), "|")
	return strings.TrimSpace(number), strings.TrimSpace(rest)
}

// suspectOf reads a line: 疑点编号 | 事由 | 结论, as far as told.
func suspectOf(line string) (s Suspect) {
	s.Number, s.Why = pair(line)
	if i := strings.LastIndex(s.Why, "|"); i >= 0 {
		s.Why, s.Conclusion = strings.TrimSpace(s.Why[:i]), strings.TrimSpace(s.Why[i+1:])
	}
	return s
}

// known are the numbers of the doubtful cases as shown.
func known(fields ledger.Fields) map[string]bool {
	out := map[string]bool{}
	for _, line := range ledger.Lines(fields["suspects"]) {
		n, _ := pair(line)
		out[n] = true
	}
	return out
}

func checkSuspects(b ledger.Before, f ledger.Fields) error {
	have := known(b.Fields)
	for i, line := range ledger.Lines(f["suspects"]) {
		n, _ := pair(line)
		switch {
		case n == "":
			return fmt.Errorf("第%d行没有疑点编号", i+1)
		case have[n]:
			return fmt.Errorf("第%d行：疑点%s已登记", i+1, n)
		}
		have[n] = true
	}
	return nil
}

func checkSuspect(b ledger.Before, f ledger.Fields) error {
	n := strings.TrimSpace(f.Text("suspect"))
	switch {
	case strings.ContainsAny(n+f.Text("why"), "|｜"):
		return errors.New("疑点编号和事由里不能有竖线")
	case known(b.Fields)[n]:
		return fmt.Errorf("疑点%s已登记", n)
	}
	return nil
}

func checkConclusion(b ledger.Before, f ledger.Fields) error {
	if n := strings.TrimSpace(f.Text("suspect")); !known(b.Fields)[n] {
		return fmt.Errorf("没有疑点%s", n)
	}
	return nil
}

func checkConclusions(b ledger.Before, f ledger.Fields) error {
	have := known(b.Fields)
	for i, line := range ledger.Lines(f["conclusions"]) {
		n, conclusion := pair(line)
		switch {
		case conclusion == "":
			return fmt.Errorf("第%d行没有结论，应写作：疑点编号 | 结论", i+1)
		case !have[n]:
			return fmt.Errorf("第%d行：没有疑点%s", i+1, n)
		}
	}
	return nil
}

// checkClose holds that every doubtful case is concluded and the files are on record (R050). It rests on shown fields: a
// spreadsheet's row may tell the step.
func checkClose(b ledger.Before, f ledger.Fields) error {
	if open := b.Fields.Int("count") - b.Fields.Int("concluded"); open > 0 {
		return fmt.Errorf("还有%d个疑点没有结论，不能办结", open)
	}
	for _, line := range ledger.Lines(b.Fields["suspects"]) {
		if s := suspectOf(line); s.Conclusion == "" {
			return fmt.Errorf("疑点%s还没有结论，不能办结", s.Number) // of a row that tells it and the end at once, too
		}
	}
	if b.Fields.Text("our_file") == "" || b.Fields.Text("their_file") == "" {
		return errHashes
	}
	if at, closed := ledger.ParseTime(b.Fields["compared"]), ledger.ParseTime(f["closed"]); closed.Before(at) {
		return fmt.Errorf("办结时间 %s 早于比对时间 %s", closed.Format("2006-01-02 15:04"), at.Format("2006-01-02 15:04"))
	}
	return nil
}

func derive(rec *ledger.Record) {
	var f Facts
	at := map[string]int{}
	add := func(s Suspect) {
		if _, twice := at[s.Number]; twice || s.Number == "" {
			return
		}
		at[s.Number] = len(f.Suspects)
		f.Suspects = append(f.Suspects, s)
	}
	conclude := func(s *ledger.Taken, n, conclusion string) {
		if i, ok := at[n]; ok {
			f.Suspects[i].Conclusion, f.Suspects[i].By, f.Suspects[i].At = conclusion, s.Text("concluder"), ledger.ParseTime(s.Value("at"))
		}
	}
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "run":
			f.Compared = ledger.ParseTime(s.Value("compared"))
		case "file-lists":
			for key, file := range map[string]string{"our_file": s.Text("our_list"), "their_file": s.Text("their_list")} {
				if file != "" {
					rec.Fields[key] = file
				}
			}
		case "add-suspects":
			for _, line := range ledger.Lines(s.Value("suspects")) {
				add(suspectOf(line))
			}
		case "add-suspect":
			add(Suspect{Number: strings.TrimSpace(s.Text("suspect")), Why: s.Text("why")})
		case "conclude":
			conclude(s, strings.TrimSpace(s.Text("suspect")), s.Text("conclusion"))
		case "conclude-many":
			for _, line := range ledger.Lines(s.Value("conclusions")) {
				n, conclusion := pair(line)
				conclude(s, n, conclusion)
			}
		case "close":
			rec.Fields["closed"] = s.Value("closed")
		case "reopen":
			delete(rec.Fields, "closed")
		}
	}
	rec.Facts = f
	rec.Refer("run", "周期任务执行", "run", ledger.RecordID(rec.Fields.Text("run")))
	f.show(rec.Fields)
}

// Open are the doubtful cases without a conclusion.
func (f Facts) Open() []Suspect {
	return slices.DeleteFunc(slices.Clone(f.Suspects), func(s Suspect) bool { return s.Conclusion != "" })
}

func (f Facts) show(fields ledger.Fields) {
	fields.Show("compared", f.Compared)
	if len(f.Suspects) == 0 {
		return
	}
	var list []any
	for _, s := range f.Suspects {
		list = append(list, s.line())
	}
	all := int64(len(f.Suspects))
	done := all - int64(len(f.Open()))
	fields["suspects"], fields["count"], fields["concluded"], fields["rate"] = list, all, done, ledger.Percent(done, all)
}

func (s Suspect) line() string {
	parts := []string{s.Number, s.Why, s.Conclusion}
	for len(parts) > 1 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	return strings.Join(parts, " | ")
}
