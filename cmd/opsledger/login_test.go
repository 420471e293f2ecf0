package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

// refusing is a gate whose store can't be opened for a reason.
type refusing struct {
	*gate
	why error
}

func (r refusing) Open(context.Context, string, string) (*screens.Desk, error) { return nil, r.why }

func TestEachReasonAStoreStaysClosedIsToldInThreeParts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "台账")
	makeStore(t, dir)
	begin(t, theme.Theme{})
	for _, c := range []struct {
		why                 error
		what, kept, onwards string
	}{
		{fault.New(fault.WrongPassword), "口令不对", "台账没有改动", "忘记口令可用恢复密钥"},
		{fault.New(fault.InUse, "opsctl", 4711, "09:30"), "台账正被opsctl使用（进程4711，自09:30）", "台账没有改动", "请关闭"},
		{fault.New(fault.NetworkDrive, "/mnt/盘"), "台账不能放在网络盘上：/mnt/盘", "台账没有改动", "请放在本机硬盘"},
		{fault.New(fault.Newer, "本程序为 0.1.0"), "更新版本的程序写成", "台账没有改动", "请用新版本"},
		{fault.New(fault.DamagedPage, 7), "第7页已损坏", "没有写入任何内容", "用备份恢复"},
		{fault.New(fault.DamagedSlot, "第1个账号"), "口令文件已损坏", "台账数据没有改动", "备份"},
	} {
		w := show(t, refusing{&gate{dir: dir, now: clock, cost: cheap}, c.why}, clock)
		onWindow(func() { w.Login.Password.SetText("x"); test.Tap(w.Login.Enter) })
		until(t, c.what, func() bool { return strings.Contains(w.Login.Said(), c.what) })
		if said := w.Login.Said(); !strings.Contains(said, c.kept) || !strings.Contains(said, c.onwards) {
			t.Errorf("%s", said)
		}
	}
}

func makeStore(t *testing.T, dir string) {
	t.Helper()
	s, _, err := boot.Init(t.Context(), boot.Setup{Options: boot.Options{Dir: dir, User: "张伟", Password: demo.Password, Now: clock, Cost: cheap}, Name: "一号机", Role: "station"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddAccount(t.Context(), "李娜", "L1na-Passw0rd", "engineer"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAStoreInUseOrDamagedIsToldAndTheAccountIsChosen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "台账")
	makeStore(t, dir)
	w := open(t, dir)
	if w.Login.First() != w.Login.Account.Target() {
		t.Error("of several accounts none is asked for first")
	}
	other, err := boot.Open(t.Context(), boot.Options{Dir: dir, User: "张伟", Password: demo.Password, Program: "opsctl", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	enter := func() {
		w.Login.Account.Choose("李娜")
		w.Login.Password.SetText("L1na-Passw0rd")
		test.Tap(w.Login.Enter)
	}
	onWindow(enter)
	until(t, "the refusal", func() bool { return strings.Contains(w.Login.Said(), "台账正被opsctl使用") })
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "vault.db"))
	if err != nil {
		t.Fatal(err)
	}
	broken := slices.Clone(raw)
	broken[100] ^= 1
	if err := os.WriteFile(filepath.Join(dir, "vault.db"), broken, 0o600); err != nil {
		t.Fatal(err)
	}
	onWindow(enter)
	until(t, "the damage", func() bool { return strings.Contains(w.Login.Said(), "第1页已损坏") })
	if err := os.WriteFile(filepath.Join(dir, "vault.db"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	onWindow(enter)
	until(t, "the store", func() bool { return w.Login == nil })
	onWindow(w.Leave)
	if w.Login.Account.Name() != "李娜" || w.Login.First() != w.Login.Password {
		t.Error("who was in is not chosen after the lock")
	}
}

func TestTheFirstRunPutsTheStoreWhereOneSaysAndOpensOneThatIsThere(t *testing.T) {
	var kept string
	g := &gate{dir: filepath.Join(t.TempDir(), "台账"), now: clock, cost: cheap, remember: func(dir string) { kept = dir }}
	begin(t, theme.Theme{})
	w := show(t, g, clock)
	if w.Window().Canvas().Focused() == nil {
		t.Error("nothing has the focus at first")
	}
	there := t.TempDir()
	onWindow(func() {
		w.FirstRun.Put(filepath.Join(there, "没有"))
		w.FirstRun.Put(there)
		answer(w.FirstRun)
		test.Tap(w.FirstRun.Make)
	})
	until(t, "the recovery key", func() bool { return w.FirstRun.Key != nil })
	if kept != there {
		t.Errorf("it is remembered that the store lies in %q", kept)
	}
	paper := t.TempDir()
	onWindow(func() { w.FirstRun.Key.Print(paper) })
	until(t, "the page", func() bool {
		raw, err := os.ReadFile(filepath.Join(paper, "恢复密钥-驻场一号机.pdf"))
		return err == nil && strings.HasPrefix(string(raw), "%PDF")
	})
	onWindow(func() { test.Tap(w.FirstRun.Key.Later); w.Lock() })

	other := open(t, filepath.Join(t.TempDir(), "台账"))
	onWindow(func() { other.FirstRun.Put(there) })
	if other.Login == nil || other.Login.Account.Name() != "张伟" {
		t.Error("a store that is there is not offered to be opened")
	}
}

func TestTheWindowIsAsLargeAsItWas(t *testing.T) {
	begin(t, theme.Theme{})
	p := fyne.CurrentApp().Preferences()
	for _, c := range []struct{ width, height, wantWidth, wantHeight float64 }{{0, 0, 1280, 720}, {1500, 900, 1500, 900}, {10, 10, 480, 320}, {1e9, 1e9, 8192, 8192}} {
		if c.width > 0 {
			p.SetFloat("window.width", c.width)
			p.SetFloat("window.height", c.height)
		}
		w := show(t, &gate{dir: t.TempDir(), now: clock, cost: cheap}, clock)
		if s := w.Window().Canvas().Size(); float64(s.Width) != c.wantWidth || float64(s.Height) != c.wantHeight {
			t.Errorf("%v: %v", c, s)
		}
	}
}

func TestAStoreThatWasMovedIsWrittenOnceItIsSaidWhy(t *testing.T) {
	w, _, dir := begun(t)
	onWindow(w.Leave)
	elsewhere := t.TempDir()
	if err := os.CopyFS(elsewhere, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	other := show(t, &gate{dir: elsewhere, now: clock, cost: cheap}, clock)
	login(t, other)
	if !strings.Contains(seen(overlay, other), "台账不在原来的位置") {
		t.Fatal("it is not asked why the store lies elsewhere")
	}
	onWindow(func() {
		list := other.Window().Canvas().Focused()
		list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		other.Window().Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		agree(t, other.Window(), "继续使用")
	})
	until(t, "the question to go", func() bool { return overlay(other) == "" })
	section(t, other, "words", "丹徒区")
	onWindow(func() { test.Tap(other.Settings.Act); fillIn(other, map[string]string{"label": "高新区"}) })
	tells(t, other, "已增加")
}
