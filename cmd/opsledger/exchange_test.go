package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/ui"
	"opsledger/ui/screens"
)

// centerDesk is the window of a center that two stations exchange with.
func centerDesk(t *testing.T) (*stage, meeting, string) {
	t.Helper()
	store := filepath.Join(t.TempDir(), "台账")
	d, _, err := (&gate{dir: store, now: clock, cost: cheap}).Create(t.Context(), screens.Setup{Name: "驻场一号机", User: demo.User, Password: demo.Password, Start: "2026-01-01", End: "2026-12-31", Hours: "08:30-12:00,13:30-18:00"})
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	m := meets(t, store)
	w := open(t, m.center)
	onWindow(func() { w.Window().Resize(fyne.NewSize(1280, 720)) })
	s := &stage{t: t, w: w, meet: m, dir: t.TempDir()}
	s.login()
	return s, m, store
}

// count is how many records of a kind the window's store holds.
func (s *stage) count(kind string) int {
	s.t.Helper()
	list, err := s.w.Desk().List(s.t.Context(), app.Query{Kind: kind}, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return len(list)
}

// grantedIn are the dues of all extensions that were granted.
func grantedIn(t *testing.T, a *app.App) (out []string) {
	t.Helper()
	list, err := a.List(t.Context(), app.Query{Kind: "ticket"}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range list {
		shown, err := a.Show(t.Context(), "ticket", string(one.ID), true, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range shown.History {
			if due, ok := h.Changes["due"].(string); ok && h.Action == "grant-extension" {
				out = append(out, ledger.ParseTime(due).In(ledger.Zone).Format("2006-01-02 15:04"))
			}
		}
	}
	return out
}

func TestTheCentersDeskFromTheFileThatComesToTheFileThatGoesBack(t *testing.T) {
	s, m, store := centerDesk(t)

	// a file let go over the window is looked into wherever one is, and taken in when it is said so
	s.open("tickets")
	onWindow(func() { s.w.Drop(m.file) })
	s.await("来自“驻场一号机”的交换包")
	s.await("等信息中心办理：投诉认定 1")
	if n := s.count("complaint"); n != 0 {
		t.Errorf("%d complaints while it is looked at", n)
	}
	s.press("收下")
	s.await("已收下“驻场一号机”的交换包")
	if n := s.count("complaint"); n != 1 {
		t.Errorf("%d complaints once it is in", n)
	}
	s.press("查看") // the first: of the tickets
	until(t, "the one ticket that came", func() bool { return s.w.Tickets != nil && s.w.Tickets.Table.Rows() == 1 })
	if got := seen(func(w *ui.Window) string { return strings.Join(shown(w), " ") }, s.w); !strings.Contains(got, "这次交换包带来的") {
		t.Errorf("the list does not say what it is narrowed to: %s", got)
	}
	if n := s.count("ticket"); n < 3 {
		t.Errorf("%d tickets in all: this tries something else", n)
	}
	onWindow(func() { s.w.Drop(m.file) })
	s.await("里面的内容本机都已经有了")
	s.press("不收")

	// both extensions are granted at once
	s.rulings()
	desk := s.w.Face.(*screens.Rulings)
	onWindow(desk.Table.CheckAll)
	s.await("已选 2 件")
	s.press("批准延期…")
	s.await("填一次，对选中的全部工单办理")
	s.await("期限：")
	want := map[string]bool{"2026-03-16 18:00": true, "2026-03-17 09:00": true}
	onWindow(func() {
		own := 0
		for key, v := range formOf(t, s.w).Values() {
			if strings.HasPrefix(key, "due ") {
				own++
			}
			if v == "2026-03-18 12:00" { // one is changed before it is done
				formOf(t, s.w).Set(key, "2026-03-17 09:00")
			}
		}
		if own != 2 {
			t.Errorf("%d dues are asked, of %v", own, formOf(t, s.w).Values())
		}
	})
	s.press("批准延期")
	s.await("已记录：批准延期")
	until(t, "the queue without them", func() bool { return desk.Table.Rows() == 0 })
	for _, due := range grantedIn(t, s.w.Desk().App) {
		if !want[due] {
			t.Errorf("granted until %s", due)
		}
		delete(want, due)
	}
	if len(want) > 0 {
		t.Errorf("not granted: %v", want)
	}

	// a conflict is settled where all of them stand
	s.open("exchange/conflicts")
	s.await("1 条记录有 2 处冲突")
	face := s.w.Face.(*screens.Conflicts)
	onWindow(func() { face.Rows[0].Choose(0) })
	s.press("按所选裁决…")
	s.await("其余各方不再算数")
	s.press("裁决")
	s.await("1 条记录有 1 处冲突")

	// the answers go back in one click, and count at the station
	if err := s.w.Desk().Remember(t.Context(), "folder/bundle", s.dir); err != nil {
		t.Fatal(err)
	}
	s.open("exchange/rulings")
	s.press("生成回执包")
	s.await("已导出并读回核对")
	made, err := filepath.Glob(filepath.Join(s.dir, "*.opsb"))
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	station, err := boot.Open(t.Context(), boot.Options{Dir: store, User: demo.User, Password: demo.Password, Program: "test", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	defer station.Close()
	if _, err := station.ReceiveFile(t.Context(), made[0], false); err != nil {
		t.Fatal(err)
	}
	list, err := station.Rulings(t.Context())
	for _, w := range list {
		if w.Kind == "ticket" && w.Device == "驻场一号机" {
			t.Errorf("still waits at the station: %+v, %v", w, err)
		}
	}
}

func TestADeviceIsCertifiedOnceItsDigitsWereCompared(t *testing.T) {
	s, m, _ := centerDesk(t)
	devices := func() int {
		list, err := s.w.Desk().Devices(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	before := devices()

	// what is wrong with a device stands there until it is seen to
	alarm := `[{"id":"rolled_back-02","kind":"rolled_back","feed":"02","device":"驻场二号机","number":3,"since":"2026-03-12T15:00:00+08:00"}]`
	if err := s.w.Desk().Remember(t.Context(), "exchange.alarms", alarm); err != nil {
		t.Fatal(err)
	}
	s.open("exchange")
	s.await("“驻场二号机”的台账回退过：它的第3份交换包里没有它以前发来过的内容")
	s.draw("exchange-alarm")
	s.press("已处理")
	until(t, "the alarm put away", func() bool {
		list, err := s.w.Desk().Alarms(t.Context())
		return err == nil && len(list) == 0
	})

	s.open("exchange/enrol")
	s.await("打开申请…")
	face := s.w.Face.(*screens.Enrol)
	onWindow(func() { face.OpenRequest(s.file("坏的.opsreq", "{}")) })
	s.await("这不是完好的申请文件或证书文件")
	s.press("知道了")
	onWindow(func() { s.w.Drop(m.request) })
	s.await("五组都一致才能继续")
	face = s.w.Face.(*screens.Enrol)
	s.press("签发证书…")
	s.await("还有没核对的组")
	s.draw("enrol-words")
	onWindow(func() { face.Compared.Typed.SetValue("00000 00000 00000 00000 00000") })
	s.press("签发证书…")
	s.await("指纹不一致")
	if devices() != before {
		t.Error("certified all the same")
	}
	onWindow(func() {
		face.Compared.Typed.SetValue("")
		for _, tick := range face.Compared.Ticks {
			tick.Tapped(nil)
		}
	})
	s.press("签发证书…")
	s.await("证书已签发，存成文件")
	if devices() != before+1 {
		t.Error("not certified")
	}

	// the stick was lost: the certificate can be had again
	s.press("返回")
	s.open("exchange")
	s.await("驻场三号机")
	list, err := s.w.Desk().Peers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	raw, _, err := s.w.Desk().Answer(t.Context(), string(list[len(list)-1].Key))
	if err != nil || !strings.Contains(string(raw), "opsledger/certificate/1") {
		t.Errorf("%s, %v", raw, err)
	}
}

func TestOfTwoPCsOfOneNameTheOneChosenIsRevoked(t *testing.T) {
	s, _, _ := centerDesk(t)
	at := now
	other := begins(t, filepath.Join(t.TempDir(), "另一台"), "驻场一号机", "station", "05", "孙工", &at)
	defer other.Close()
	raw, d, err := other.Ask(t.Context())
	if err == nil {
		_, _, err = s.w.Desk().Certify(t.Context(), raw, d.Fingerprint, ledger.Lead)
	}
	if err != nil {
		t.Fatal(err)
	}
	s.open("exchange")
	s.await("驻场一号机（孙工）")
	peers, err := s.w.Desk().Peers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	onWindow(func() {
		s.w.Face.(*screens.Exchange).Table.Select(slices.IndexFunc(peers, func(p app.Peer) bool { return p.Key == d.Key }))
	})
	s.press("吊销…")
	s.await("只吊销选中的这一台")
	onWindow(func() { formOf(t, s.w).Set("why", "换新电脑") })
	s.press("吊销")
	s.await("已吊销“驻场一号机”")
	all, err := s.w.Desk().Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, one := range all {
		if one.Device == "驻场一号机" {
			named++
			if one.Revoked != (one.Key == d.Key) {
				t.Errorf("%s: revoked %v", one.Account, one.Revoked)
			}
		}
	}
	if named != 2 {
		t.Errorf("%d PCs of that name: this tries something else", named)
	}
}

func TestTheScoreOfAnotherLedgerIsReadBesideThisOne(t *testing.T) {
	s, _, store := centerDesk(t)
	d := s.w.Desk()
	if _, err := d.Elsewhere(t.Context(), store, "", "nonsense"); !fault.Is(err, fault.WrongPassword) {
		t.Errorf("%v", err)
	}
	e, err := d.Elsewhere(t.Context(), store, "", demo.Password)
	if err != nil || e.Name != "驻场一号机" || e.Card.From != "2026-01-01" {
		t.Fatalf("%+v, %v", e, err)
	}
	again, err := boot.Open(t.Context(), boot.Options{Dir: store, User: demo.User, Password: demo.Password, Program: "test", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal("it is not closed again:", err)
	}
	again.Close()
	s.open("exchange/stations")
	s.await("各合同得分")
	s.press("加一个台账…")
	s.await("加一个台账的得分")
}
