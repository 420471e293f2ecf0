package knowledge

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"opsledger/app/ledger"
)

// QA is one 问答 for the people at the counters and for the AI customer service (R019–R020, R065).
type QA struct {
	Question string   `label:"问题" need:"yes" search:"yes"`
	Wordings []string `label:"同义问" type:"list" search:"yes" help:"每行一种问法"`
	Answer   string   `label:"答案" type:"long" need:"yes" search:"yes"`
	System   string   `label:"适用系统" dict:"system" need:"yes"`
	Sort     string   `label:"类型" choices:"操作类,业务咨询类,其他"`
	Manual   string   `label:"来源手册" of:"manual" search:"yes"`
	Chapter  string   `label:"来源章节"`
	Version  string   `label:"来源手册版本" help:"手册发布新版而这里没有跟上时，显示“未同步”"`
	Source   string   `label:"来源记录" search:"yes" help:"由答疑沉淀时写工单编号"`
	Revision string   `label:"问答版本" step:"yes"`
	Feedback []string `label:"反馈" step:"yes"`

	Facts QAFacts
}

// QAFacts are what the statistics of feedback read (R020).
type QAFacts struct {
	Published time.Time  `json:"published,omitzero"` // the first time
	Revision  int        `json:"revision"`           // 1 with the first publication
	Feedback  []Feedback `json:"feedback,omitempty"`
}

// Feedback is an opinion of the center and what came of it.
type Feedback struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Text     string    `json:"text"`
	Done     time.Time `json:"done,omitzero"`
	Adopted  bool      `json:"adopted,omitempty"`
	Reply    string    `json:"reply,omitempty"`
	Revision int       `json:"revision,omitempty"` // from which it holds
}

var errReply = errors.New("不采纳须写明理由")

// QAKind describes the question and answer.
var QAKind = ledger.Define[QA]("qa", "问答",
	ledger.Numbered("WD", "question"),
	ledger.States("void:已作废", "draft:待审核", "reviewed:已审核", "published:已发布", "retired:已停用"),
	ledger.Told(
		ledger.Field{Key: "reviewer", Label: "审核人", Type: ledger.Text, Of: "person"},
		ledger.Field{Key: "reviewed", Label: "审核时间", Type: ledger.Time},
		ledger.Field{Key: "published", Label: "发布时间", Type: ledger.Time},
		ledger.Field{Key: "fed_back", Label: "反馈时间", Type: ledger.Time},
		ledger.Field{Key: "fed_back_by", Label: "反馈人", Type: ledger.Text},
		ledger.Field{Key: "text", Label: "反馈意见", Type: ledger.Long},
		ledger.Field{Key: "done", Label: "处理时间", Type: ledger.Time},
		ledger.Field{Key: "adopted", Label: "是否采纳", Type: ledger.Bool},
		ledger.Field{Key: "reply", Label: "处理说明", Type: ledger.Long},
		ledger.Field{Key: "of", Label: "所针对的步骤", Type: ledger.Text},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	),
	ledger.Step("write", "编写", ledger.Creates(), ledger.To("draft"),
		ledger.Asks("question", "answer", "system", "wordings?", "sort?", "manual?", "chapter?", "version?", "source?")),
	ledger.Step("edit", "修改", ledger.From("draft", "reviewed"), ledger.To("draft"), ledger.Asks("question?", "answer?", "wordings?", "sort?", "manual?", "chapter?", "version?")),
	ledger.Step("review", "审核", ledger.From("draft"), ledger.To("reviewed"), ledger.Asks("reviewed", "reviewer")),
	ledger.Step("publish", "发布", ledger.From("reviewed"), ledger.To("published"), ledger.Asks("published")),
	ledger.Step("feed-back", "登记反馈", ledger.From("reviewed", "published"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center), ledger.Asks("fed_back", "fed_back_by", "text")),
	ledger.Step("improve", "处理反馈", ledger.From("reviewed", "published"), ledger.Answering("feed-back"),
		ledger.Asks("done", "adopted", "of?", "reply?", "answer?", "wordings?", "manual?", "chapter?", "version?"), ledger.Checked(checkImprove)),
	ledger.Step("sync", "按新版手册核对", ledger.From("reviewed", "published"), ledger.Asks("version", "chapter?", "answer?", "wordings?")),
	ledger.Step("retire", "停用", ledger.From("draft", "reviewed", "published"), ledger.To("retired"), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From("draft"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(deriveQA),
)

func checkImprove(_ ledger.Before, f ledger.Fields) error {
	if adopted, _ := f["adopted"].(bool); !adopted && f.Text("reply") == "" {
		return errReply
	}
	return nil
}

func deriveQA(rec *ledger.Record) {
	var f QAFacts
	at := map[string]int{}
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "publish":
			if f.Published.IsZero() {
				f.Published = ledger.ParseTime(s.Value("published"))
			}
			f.Revision++
		case "sync":
			f.Revision++
		case "feed-back":
			at[string(s.Ref())] = len(f.Feedback)
			f.Feedback = append(f.Feedback, Feedback{At: ledger.ParseTime(s.Value("fed_back")), By: s.Text("fed_back_by"), Text: s.Text("text")})
		case "improve":
			if i, ok := at[s.Text("of")]; ok {
				f.improve(&f.Feedback[i], s)
			}
		}
	}
	rec.Facts = f
	f.show(rec.Fields)
}

func (f *QAFacts) improve(b *Feedback, s *ledger.Taken) {
	b.Done, b.Reply = ledger.ParseTime(s.Value("done")), s.Text("reply")
	if b.Adopted, _ = s.Value("adopted").(bool); b.Adopted {
		f.Revision++
		b.Revision = f.Revision
	}
}

func (f QAFacts) show(fields ledger.Fields) {
	if f.Revision > 0 {
		fields["revision"] = "第" + strconv.Itoa(f.Revision) + "版"
	}
	lines := []any{}
	for _, b := range f.Feedback {
		line := b.At.Format(time.DateOnly) + " " + b.By + "：" + b.Text
		switch {
		case b.Done.IsZero():
			line += "（未处理）"
		case b.Adopted:
			line += "（已采纳，第" + strconv.Itoa(b.Revision) + "版生效）"
		default:
			line += "（不采纳：" + b.Reply + "）"
		}
		lines = append(lines, line)
	}
	if len(lines) > 0 {
		fields["feedback"] = slices.Clip(lines)
	}
}
