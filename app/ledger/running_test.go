package ledger_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"opsledger/app/ledger"
	"opsledger/app/ledger/story"
)

// names gathers who was added.
type names struct {
	list []string
	read *int // steps read, nil: not counted
}

func (n *names) Read(s *ledger.Taken) {
	if n.read != nil {
		*n.read++
	}
	if s.Entry.Action == "add" {
		n.list = append(n.list, s.Text("name"))
	}
}
func (n *names) Facts(ledger.Fields) any { return slices.Clone(n.list) }
func (n *names) Show(rec *ledger.Record) {
	rec.Facts, rec.Fields["count"] = n.Facts(rec.Fields), int64(len(n.list))
}

// gathering is a kind whose checks look at what steps before gathered and wrote.
func gathering(derive ledger.Option) *ledger.Kind {
	type gathered struct {
		Title string `label:"标题" need:"yes"`
		Count int    `label:"人数" step:"yes"`
	}
	return ledger.Define[gathered]("gathering", "收集",
		ledger.Numbered("SJ", "title"), ledger.States("open:进行中", "closed:已结束"), ledger.Told(ledger.Field{Key: "name", Label: "姓名", Type: ledger.Text}),
		ledger.Step("begin", "开始", ledger.Creates(), ledger.To("open"), ledger.Asks("title")),
		ledger.Step("add", "加入", ledger.From("open"), ledger.Asks("name"), ledger.Checked(func(b ledger.Before, f ledger.Fields) error {
			if list, _ := b.Facts.([]string); slices.Contains(list, f.Text("name")) {
				return fmt.Errorf("%s在%d人里", f.Text("name"), len(list))
			}
			return nil
		})),
		ledger.Step("rename", "改名", ledger.From("open"), ledger.Asks("title"), ledger.Checked(func(b ledger.Before, f ledger.Fields) error {
			if b.Fields.Text("title") == f.Text("title") {
				return errors.New("标题没有变")
			}
			return nil
		})),
		ledger.Step("close", "结束", ledger.From("open"), ledger.To("closed")),
		ledger.Step("reopen", "重开", ledger.From("closed"), ledger.To("open")), derive)
}

func TestAStepwiseFoldJudgesEachStepAsOneThatBeginsAnew(t *testing.T) {
	for seed := range uint64(20) {
		luck := rand.New(rand.NewPCG(seed, 1))
		step := story.New(t, gathering(ledger.DeriveStepwise(func() ledger.Deriving { return &names{} })), "2026-03-05 08:00")
		anew := story.New(t, gathering(ledger.Derive(func(rec *ledger.Record) {
			n := &names{}
			for _, s := range rec.Telling() {
				n.Read(s)
			}
			n.Show(rec)
		})), "2026-03-05 08:00")
		undone := luck.IntN(2) == 0
		var last [2]ledger.EntryRef
		for i := range 40 {
			action, f := "begin", ledger.Fields{"title": "一"}
			if i > 0 {
				action, f = []string{"add", "add", "add", "rename", "close", "reopen", ledger.Amend}[luck.IntN(7)], ledger.Fields{}
				switch action {
				case "add":
					f["name"] = string(rune('甲' + luck.IntN(12)))
				case "rename", ledger.Amend:
					f["title"] = []string{"一", "二"}[luck.IntN(2)]
				}
			}
			back := undone && i > 2 && luck.IntN(8) == 0
			for j, s := range []*story.Story{step, anew} {
				if back {
					s.Tell(t, ledger.TakeBack, ledger.Fields{"of": string(last[j])})
				} else {
					last[j] = s.Tell(t, action, f)
				}
			}
		}
		a, b := step.Record(), anew.Record()
		if a.State != b.State || !reflect.DeepEqual(a.Fields, b.Fields) || !reflect.DeepEqual(a.Facts, b.Facts) {
			t.Fatalf("seed %d: %s %v %v, begun anew %s %v %v", seed, a.State, a.Fields, a.Facts, b.State, b.Fields, b.Facts)
		}
		refused := 0
		for i, s := range a.Steps {
			if o := b.Steps[i]; s.Violates != o.Violates || s.Why != o.Why || s.Counts != o.Counts {
				t.Errorf("seed %d: step %d %s: %v %q, begun anew %v %q", seed, i, s.Entry.Action, s.Violates, s.Why, o.Violates, o.Why)
			} else if s.Violates {
				refused++
			}
		}
		if refused == 0 {
			t.Errorf("seed %d: nothing was refused", seed)
		}
	}
}

func TestAStepwiseFoldReadsEachStepForTheChecksOnceAndForTheFactsOnce(t *testing.T) {
	read := 0
	s := story.New(t, gathering(ledger.DeriveStepwise(func() ledger.Deriving { return &names{read: &read} })), "2026-03-05 08:00")
	s.Tell(t, "begin", ledger.Fields{"title": "一"})
	for i := range 99 {
		s.Tell(t, "add", ledger.Fields{"name": fmt.Sprint(i)})
	}
	read = 0
	if s.Record(); read != 200 {
		t.Errorf("a fold of 100 steps reads %d", read)
	}
}
