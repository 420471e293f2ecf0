package app

import (
	"context"
	"strings"

	"opsledger/app/record/knowledge"
)

// Answered is a question and its answer as the AI customer service takes it over (R019): in force, masked, with the versions it stands
// by. Newer is the version of the manual it does not follow yet; "" where it does (已同步).
type Answered struct {
	Number   string   `json:"number"`
	Question string   `json:"question"`
	Wordings []string `json:"wordings"`
	Answer   string   `json:"answer"`
	System   string   `json:"system"`
	Sort     string   `json:"sort,omitempty"`
	Manual   string   `json:"manual,omitempty"`
	Chapter  string   `json:"chapter,omitempty"`
	Version  string   `json:"version,omitempty"` // of the manual
	Revision string   `json:"revision"`          // of the answer
	Synced   bool     `json:"synced"`
	Newer    string   `json:"newer,omitempty"`
}

// AnsweredHead heads the cells of an answer.
var AnsweredHead = []string{"编号", "问题", "同义问", "答案", "适用系统", "类型", "来源手册", "来源章节", "来源手册版本", "问答版本", "与手册同步"}

// Cells are an answer as a row of text.
func (q Answered) Cells() []string {
	synced := "是"
	if !q.Synced {
		synced = "否：手册已是" + q.Newer
	}
	return []string{q.Number, q.Question, strings.Join(q.Wordings, listJoint), q.Answer, q.System, q.Sort, q.Manual, q.Chapter, q.Version, q.Revision, synced}
}

// Answers are the questions and answers in force, in order of their numbers: the same ledger gives the same list.
func (a *App) Answers(ctx context.Context) (out []Answered, err error) {
	k := knowledge.QAKind
	err = a.Store.View(ctx, func(r Reader) error {
		manuals, err := manualsByName(ctx, r)
		if err != nil {
			return err
		}
		dicts, err := a.Dictionaries(ctx, r)
		if err != nil {
			return err
		}
		q := inState(k.Name, "published")
		q.Sort = "number"
		return r.Each(ctx, q, func(row *Row) error {
			s := present(k, &row.Record, false)
			text := func(key string) string { v, _ := s.Fields[key].(string); return v }
			one := Answered{Number: s.Number, Question: text("question"), Wordings: append([]string{}, texts(s.Fields["wordings"])...), Answer: text("answer"), System: dicts.Label("system", text("system")),
				Sort: text("sort"), Manual: text("manual"), Chapter: text("chapter"), Version: text("version"), Revision: text("revision"), Newer: newerThan(manuals[text("manual")], text("version"))}
			one.Synced = one.Newer == ""
			out = append(out, one)
			return nil
		})
	})
	return out, err
}
