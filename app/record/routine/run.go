package routine

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"opsledger/app/ledger"
)

// Run is one 周期任务执行: what came of a routine when it was due. Routine and day say which it is, so that two devices make the same
// one; what it has from its routine is told by the step that makes it.
type Run struct {
	Routine string     `label:"周期任务" to:"routine" need:"yes" index:"yes"`
	Day     ledger.Day `label:"期次" need:"yes" future:"yes" help:"按周期原定的日期，遇休息日也写原定的"`
	Due     time.Time  `label:"应办时刻" step:"yes" future:"yes" index:"yes"`
	Name    string     `label:"任务名称" step:"yes" search:"yes"`
	Type    string     `label:"任务类别" dict:"routine_kind" step:"yes"`
	System  string     `label:"所属系统" dict:"system" step:"yes"`
	Source  string     `label:"比对数据来源" dict:"comparison_source" step:"yes"`
	Owner   string     `label:"负责人" of:"person" step:"yes" index:"yes"`

	Done         time.Time `label:"完成时间" step:"yes"`
	Doer         string    `label:"执行人" of:"person" search:"yes" names:"检查人,巡检人"`
	Result       string    `label:"结果" type:"long" search:"yes"`
	Production   string    `label:"生产环境" choices:"正常,异常,未检"`
	Testing      string    `label:"测试环境" choices:"正常,异常,未检"`
	Backflow     string    `label:"回流库" choices:"正常,异常,未检"`
	Planned      int       `label:"计划数" names:"应发数"`
	Finished     int       `label:"完成数" names:"已发数"`
	Problems     int       `label:"问题数"`
	Solved       int       `label:"已解决数" names:"已治理数"`
	BeforeRows   int       `label:"清洗前行数"`
	AfterRows    int       `label:"清洗后行数"`
	Succeeded    int       `label:"成功数"`
	Failed       int       `label:"失败数"`
	Batch        string    `label:"批次" search:"yes"`
	Tables       []string  `label:"表名" search:"yes"`
	Differences  string    `label:"核对差异" type:"long"`
	Replenished  string    `label:"补转记录" type:"long"`
	Verified     string    `label:"核验结果" type:"long"`
	Minutes      string    `label:"纪要" type:"long" search:"yes"`
	Attendees    []string  `label:"出席人" of:"person" search:"yes"`
	Present      bool      `label:"负责人出席" help:"不填时按人员档案里的项目经理和出席人判断"`
	Absent       bool      `label:"负责人缺席" step:"yes"`
	Abnormal     bool      `label:"环境异常" step:"yes"`
	Outstanding  int       `label:"未解决问题数" step:"yes"`
	Rate         string    `label:"解决率（%）" type:"points" step:"yes" names:"治理率"`
	FinishedRate string    `label:"完成率（%）" type:"points" step:"yes"`
	Skipped      string    `label:"未办原因" step:"yes"`

	Facts RunFacts
}

// RunFacts are what clocks and reports read of a run.
type RunFacts struct {
	Due     time.Time         `json:"due"`
	Done    time.Time         `json:"done,omitzero"`
	Tickets []ledger.RecordID `json:"tickets,omitempty"`
}

// States of a run, in rising rank.
const (
	Due     ledger.State = "due"
	Skipped ledger.State = "skipped"
	Done    ledger.State = "done"
)

// outcome is what a run may tell of itself.
var outcome = []string{"done", "doer", "result?", "production?", "testing?", "backflow?", "planned?", "finished?", "problems?", "solved?", "before_rows?", "after_rows?",
	"succeeded?", "failed?", "batch?", "tables?", "differences?", "replenished?", "verified?", "minutes?", "attendees?", "present?", "evidence?"}

// RunKind describes the run.
var RunKind = ledger.Define[Run]("run", "周期任务执行",
	ledger.Numbered("ZX", "name"),
	ledger.KeyedBy("routine", "day"),
	ledger.States("void:已作废", "due:待办", "skipped:未办", "done:已完成"),
	ledger.Told(
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "evidence", Label: "依据附件", Type: ledger.File},
		ledger.Field{Key: "ticket", Label: "工单", Type: ledger.Ref, To: "ticket"},
		ledger.Field{Key: "rectified", Label: "整改时间", Type: ledger.Time},
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
	),
	ledger.Step("make", "生成", ledger.Creates(), ledger.To(Due), ledger.Asks("routine", "day", "due?")),
	ledger.Step("do", "完成", ledger.From(Due), ledger.To(Done), ledger.OnSheet(), ledger.Asks(outcome...), ledger.Checked(checkDo)),
	ledger.Step("rectify", "登记整改", ledger.From(Done), ledger.Asks("solved", "rectified", "text?", "evidence?"), ledger.Checked(checkRectify)),
	ledger.Step("skip", "不办", ledger.From(Due), ledger.To(Skipped), ledger.Asks("reason")),
	ledger.Step("raise-ticket", "转工单", ledger.From(Due, Done), ledger.Asks("ticket", "text?")),
	ledger.Step("void", "作废", ledger.From(Due, Skipped, Done), ledger.To(Void), ledger.Asks("reason")),
	ledger.Derive(deriveRun),
)

// demanded are what a type of routine must tell of each run, with the labels of Run: the description can't be asked while it is made.
var demanded = map[string][][2]string{
	Inspection: {{"production", "生产环境"}, {"testing", "测试环境"}, {"backflow", "回流库"}}, // R103
	"定期检查":     {{"problems", "问题数"}},                                              // R058
	Meeting:    {{"minutes", "纪要"}, {"attendees", "出席人"}, {"present", "负责人出席"}},
	"增量清洗":     {{"before_rows", "清洗前行数"}, {"after_rows", "清洗后行数"}},                                   // R025
	"数据质量":     {{"problems", "问题数"}, {"solved", "已解决数"}},                                             // R013
	"初始化":      {{"verified", "核验结果"}},                                                                // R101
	"权益记录单":    {{"batch", "批次"}, {"planned", "计划数"}, {"finished", "完成数"}},                            // R053
	"人员信息同步":   {{"batch", "批次"}, {"succeeded", "成功数"}, {"failed", "失败数"}},                            // R054
	"数转配合":     {{"tables", "表名"}, {"batch", "批次"}, {"differences", "核对差异"}, {"replenished", "补转记录"}}, // R102
}

var (
	errMore    = errors.New("已解决数大于问题数")
	errNothing = errors.New("数量不能为负数")
)

func checkDo(b ledger.Before, f ledger.Fields) error {
	kind := b.Fields.Text("type")
	var missing []string
	for _, d := range demanded[kind] {
		if v := f[d[0]]; v == nil || v == "" || fmt.Sprint(v) == "[]" {
			missing = append(missing, d[1])
		}
	}
	if missing != nil {
		return fmt.Errorf("%s须填写：%s", kind, strings.Join(missing, "、"))
	}
	for _, key := range []string{"planned", "finished", "problems", "solved", "before_rows", "after_rows", "succeeded", "failed"} {
		if f.Int(key) < 0 {
			return errNothing
		}
	}
	if f.Int("solved") > f.Int("problems") {
		return errMore
	}
	return nil
}

func checkRectify(b ledger.Before, f ledger.Fields) error {
	switch {
	case f.Int("solved") < 0:
		return errNothing
	case f.Int("solved") > b.Fields.Int("problems"):
		return errMore
	}
	return nil
}

func deriveRun(rec *ledger.Record) {
	var f RunFacts
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "make":
			f.Due = ledger.ParseTime(s.Value("due"))
			for _, key := range []string{"name", "type", "system", "source", "owner"} {
				if v := s.Text(key); v != "" {
					rec.Fields[key] = v
				}
			}
		case "do":
			f.Done = ledger.ParseTime(s.Value("done"))
		case "skip":
			rec.Fields["skipped"] = s.Text("reason")
		case "raise-ticket":
			if id := ledger.RecordID(s.Text("ticket")); id != "" && !slices.Contains(f.Tickets, id) {
				f.Tickets = append(f.Tickets, id)
				rec.Refer(string(s.Ref()), "转工单", "ticket", id)
			}
		}
	}
	rec.Refer("routine", "周期任务", "routine", ledger.RecordID(rec.Fields.Text("routine")))
	rec.Facts = f
	rec.Fields.Show("due", f.Due)
	rec.Fields.Show("done", f.Done)
	if !f.Done.IsZero() {
		showOutcome(rec.Fields)
	}
}

// showOutcome writes what follows from what was told.
func showOutcome(fields ledger.Fields) {
	for _, key := range []string{"production", "testing", "backflow"} {
		if fields.Text(key) == "异常" {
			fields["abnormal"] = true
		}
	}
	if fields.Text("type") == Meeting && fields["present"] != true {
		fields["absent"] = true // R073
	}
	if problems := fields.Int("problems"); problems > 0 {
		fields["outstanding"], fields["rate"] = problems-fields.Int("solved"), ledger.Percent(fields.Int("solved"), problems)
	}
	if planned := fields.Int("planned"); planned > 0 {
		fields["finished_rate"] = ledger.Percent(fields.Int("finished"), planned)
	}
}
