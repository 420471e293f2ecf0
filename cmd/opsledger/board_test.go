package main

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/storage"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
	"opsledger/ui/view"
)

// shared is a store that a manager and an engineer work in, with tickets of the engineer's.
func shared(t *testing.T) (dir string) {
	t.Helper()
	made, err := demo.Make(t.Context(), demo.Options{Dir: t.TempDir(), Tickets: 60, Now: clock, Cost: cheap, Bare: true})
	if err != nil {
		t.Fatal(err)
	}
	reckoned(t, made.Store) // three tickets more, 李娜's
	s, err := boot.Open(t.Context(), (&gate{dir: made.Store, now: clock, cost: cheap}).options(demo.User, demo.Password))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.AddAccount(t.Context(), "李娜", demo.Password, "engineer"); err != nil {
		t.Fatal(err)
	}
	return made.Store
}

// asks is what the app says to an account, without a window.
func asks(t *testing.T, dir, user string) (o app.Overview, st app.Stakes, today app.Today) {
	t.Helper()
	s, err := boot.Open(t.Context(), (&gate{dir: dir, now: clock, cost: cheap}).options(user, demo.Password))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if o, err = s.Overview(t.Context(), time.Time{}); err == nil {
		if st, err = s.Stakes(t.Context(), o); err == nil {
			today, err = s.Today(t.Context())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return o, st, today
}

// seated opens a store as an account does, on a window of that size.
func seated(t *testing.T, dir, user string, width, height float32, look theme.Theme) *stage {
	t.Helper()
	begin(t, look)
	w := show(t, shownGate{&gate{dir: dir, now: clock, cost: cheap}}, clock)
	onWindow(func() {
		w.Window().Resize(fyne.NewSize(width, height))
		w.Login.Account.Choose(user)
		w.Login.Password.SetText(demo.Password)
		test.Tap(w.Login.Enter)
	})
	return &stage{t: t, w: w}
}

func (s *stage) holds(texts ...string) {
	s.t.Helper()
	for _, words := range texts {
		s.await(words)
	}
}

func TestEachRoleSeesFirstWhatItHasNeedOf(t *testing.T) {
	dir := shared(t)
	o, st, today := asks(t, dir, "李娜")
	if o.Own.InTransit.N < 3 || o.Own.InTransit.N >= o.InTransit.N || len(o.Own.Roles) != 1 || o.Own.Overdue.N == 0 || o.Own.Overdue.N > o.Overdue.N {
		t.Fatalf("%+v", o.Own)
	}
	card := view.ScoreNow(st)
	if len(st.List) == 0 || !slices.IsSortedFunc(st.List, func(x, y app.Stake) int { return int(x.Points - y.Points) }) || st.All > st.List[0].Points {
		t.Errorf("at stake %v, together %s", st.List, st.All)
	}
	t.Run("engineer", func(t *testing.T) {
		s := seated(t, dir, "李娜", 1280, 720, theme.Theme{})
		s.holds("我的在途", strconv.Itoa(o.Own.InTransit.N), "只看我的", "待办与时限", today.Site.People[0].Name)
		until(t, "the score, below what is seen", func() bool { return slices.Contains(told(s.w), card.Total) })
		onWindow(func() {
			if texts := told(s.w); slices.Index(texts, "我的在途") > slices.Index(texts, "待办与时限") || slices.Index(texts, "待办与时限") > slices.Index(texts, "合同年度得分") {
				t.Error("own tickets do not come first")
			}
			for _, g := range view.DueGroups(o, "李娜", "") {
				for _, l := range g.Lines {
					if l.Person != "李娜" {
						t.Errorf("%s is %s's", l.Title, l.Person)
					}
				}
			}
			test.Tap(spots(s.w)[0])
		})
		until(t, "the account's tickets in transit", func() bool { return s.w.Tickets.Table.Rows() == o.Own.InTransit.N })
		s.press("不看了")
		onWindow(func() { s.w.Open("dashboard") })
		s.holds("我的在途", today.Site.People[0].Name)
		s.draw("dashboard-engineer")
	})
	t.Run("lead", func(t *testing.T) {
		s := seated(t, dir, demo.User, 1280, 720, theme.Theme{})
		s.holds("在途工单", "所有人", card.Total, "扣得最多", "得分受到的威胁", "在岗与值班")
		onWindow(func() {
			if texts := told(s.w); slices.Contains(texts, "我的在途") || slices.Index(texts, "合同年度得分") > slices.Index(texts, "待办与时限") {
				t.Error("score and people do not come before what is due")
			}
		})
		least := card.Costs[len(card.Costs)-1]
		onWindow(func() {
			for _, spot := range spots(s.w) {
				if strings.Contains(marked(spot), ">"+least.ID+"<") {
					test.Tap(spot)
					return
				}
			}
			t.Errorf("no line of %s", least.ID)
		})
		s.holds(least.ID + " " + least.Title)
	})
}

// damage changes a byte of a store's file past the program, in its middle.
func damage(t *testing.T, dir string) {
	t.Helper()
	path := filepath.Join(dir, storage.FileName)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	at := len(raw) / 2
	if _, err := f.WriteAt([]byte{raw[at] ^ 1}, int64(at)); err != nil {
		t.Fatal(err)
	}
}

func TestAVerificationSaysWhatIsWrongAndWhatToDo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "台账")
	makeStore(t, dir)
	s := seated(t, dir, demo.User, 1280, 720, theme.Theme{})
	s.holds("待办与时限")
	s.open("audit/verify")
	s.holds("还没有核对过")
	verify := s.w.Face.(*screens.Verify)
	said := func() string { return verify.Said() }
	s.press("核对台账")
	until(t, "that all is well", func() bool { return strings.Contains(said(), "台账完好") })
	s.holds("上次核对 2026-03-12")
	damage(t, dir)
	s.press("核对台账")
	until(t, "that it is not", func() bool { return strings.Contains(said(), "不通过") })
	s.holds("页已损坏", "先复制整个台账文件夹保存")
	s.draw("verify-damaged")
}
