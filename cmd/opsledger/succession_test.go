package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
	"opsledger/ui/screens"
)

// succession is a center that goes and one that comes: the station has accepted the new one, which holds the station's file.
type succession struct {
	old, heir, station string // stores
	introduction       string // by which the old one told, before it was lost, of the key it had taken
	first              string // fingerprint of the old one's first key
}

// succeeds lets a center replace its key and then be lost.
func succeeds(t *testing.T) (m succession) {
	t.Helper()
	dir := t.TempDir()
	m = succession{old: filepath.Join(dir, "原中心"), heir: filepath.Join(dir, "新中心"), station: filepath.Join(dir, "一号"), introduction: filepath.Join(dir, "介绍.opscert")}
	at := now.AddDate(0, 0, -3)
	old := begins(t, m.old, "信息中心", "center", "90", "王主任", &at)
	defer old.Close()
	station := begins(t, m.station, "驻场一号机", "station", "01", demo.User, &at)
	defer station.Close()
	heir := begins(t, m.heir, "新信息中心", "center", "92", "赵主任", &at)
	defer heir.Close()
	self, err := old.Self(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m.first = self.Fingerprint
	station.joins(old)
	id := station.act("ticket", "new", "receive", ticketAt("失业金重复发放疑点核查", "丹徒区", "2026-03-09 09:00"))
	station.act("ticket", id, "request-extension", map[string]string{"requested": "2026-03-09 11:00", "reason": "等数据局明细", "proposed": "2026-03-16 18:00"})
	old.takes(station.sends(filepath.Join(dir, "1.opsb")))
	old.act("ticket", id, "grant-extension", map[string]string{"due": "2026-03-13 18:00", "ruled": "2026-03-09 15:00"})
	station.takes(old.sends(filepath.Join(dir, "2.opsb")))
	if err := old.RenewKey(t.Context(), demo.Password); err != nil {
		t.Fatal(err)
	}
	raw, _, err := old.Introduce(t.Context())
	if err == nil {
		err = os.WriteFile(m.introduction, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// follows lets the station go by the new center, and send it all that the old one did.
func (m succession) follows(t *testing.T) {
	t.Helper()
	station, heir := opens(t, m.station, demo.User), opens(t, m.heir, "赵主任")
	defer station.Close()
	defer heir.Close()
	request, d, err := station.Ask(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := heir.Certify(t.Context(), request, d.Fingerprint, "lead")
	if err != nil {
		t.Fatal(err)
	}
	self, err := heir.Self(t.Context())
	if err == nil {
		_, err = station.AcceptInstead(t.Context(), answer, self.Fingerprint)
	}
	if err != nil {
		t.Fatal(err)
	}
	heir.takes(station.sends(filepath.Join(t.TempDir(), "3.opsb")))
}

func opens(t *testing.T, store, user string) side {
	t.Helper()
	s, err := boot.Open(t.Context(), boot.Options{Dir: store, User: user, Password: demo.Password, Program: "test", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	return side{s, t}
}

// onStore opens the window over a store.
func onStore(t *testing.T, store string) *stage {
	t.Helper()
	s := &stage{t: t, w: open(t, store), dir: t.TempDir()}
	s.login()
	return s
}

// closed locks the window, so that its store can be opened beside it.
func (s *stage) closed() {
	s.t.Helper()
	onWindow(s.w.Lock)
	until(s.t, "the store closed", func() bool { return s.w.Desk() == nil })
}

// saved takes the file that is asked for, and gives where it lies.
func (s *stage) saved(ending string) string {
	s.t.Helper()
	var made []string
	s.press("保存")
	until(s.t, "a file "+ending, func() bool {
		made, _ = filepath.Glob(filepath.Join(s.dir, "*"+ending))
		return len(made) == 1
	})
	return made[0]
}

func (s *stage) savesHere(setting string) {
	s.t.Helper()
	if err := s.w.Desk().Remember(s.t.Context(), "folder/"+setting, s.dir); err != nil {
		s.t.Fatal(err)
	}
}

func TestACentersKeyIsReplacedAndIntroducedFromTheWindow(t *testing.T) {
	m := succeeds(t)
	s := onStore(t, m.old)
	s.savesHere("enrol")
	before, err := s.w.Desk().Self(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.open("exchange/enrol")
	s.press("更换密钥…")
	s.await("旧密钥立即停用")
	s.type1("nonsense")
	s.press("更换密钥")
	s.await("口令不对")
	if d, err := s.w.Desk().Self(t.Context()); err != nil || d.Fingerprint != before.Fingerprint {
		t.Fatalf("replaced all the same: %+v, %v", d, err)
	}
	s.type1(demo.Password)
	s.press("更换密钥")
	s.await("做介绍文件")
	file := s.saved(screens.CertificateEnding)
	s.await("介绍文件已做好")
	after, err := s.w.Desk().Self(t.Context())
	if err != nil || after.Fingerprint == before.Fingerprint {
		t.Fatalf("%+v, %v", after, err)
	}

	// a station that goes by a key before it need compare nothing, not even over two of them
	station := onStore(t, m.station)
	onWindow(func() { station.w.Drop(file) })
	station.await("不用再核对指纹")
	station.press("接受")
	station.await("已接受“信息中心”")
	bundle := filepath.Join(s.dir, "x.opsb")
	if _, err := s.w.Desk().SendFile(t.Context(), bundle, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := station.w.Desk().ReceiveFile(t.Context(), bundle, false); err != nil {
		t.Error(err)
	}
	peers, err := station.w.Desk().Peers(t.Context())
	if err != nil || len(peers) != 1 || peers[0].Fingerprint != after.Fingerprint || peers[0].First != m.first {
		t.Errorf("%+v, %v", peers, err)
	}
}

func TestAnIntroductionNobodyVouchesForIsCompared(t *testing.T) {
	m := succeeds(t)
	s := onStore(t, m.heir)
	raw, _, err := s.w.Desk().Introduce(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	station := onStore(t, m.station)
	onWindow(func() { station.w.Drop(station.file("新的.opscert", string(raw))) })
	station.await("五组都一致才能继续")
	station.press("接受")
	station.await("还有没核对的组")
	if e, err := station.w.Desk().ReadCertificate(t.Context(), raw); err != nil || !e.Introduces || e.Vouched {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestALostCenterIsTakenOverFromTheWindow(t *testing.T) {
	m := succeeds(t)
	s := onStore(t, m.heir)
	s.open("exchange/enrol")
	s.await("接管密钥已丢失的原信息中心")
	s.closed()
	m.follows(t)

	s = onStore(t, m.heir)
	granted := func() bool {
		list, err := s.w.Desk().Rulings(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return !slices.ContainsFunc(list, func(w app.Waiting) bool { return w.Kind == "ticket" })
	}
	if granted() {
		t.Fatal("this tries something else")
	}
	s.open("exchange/enrol")
	s.await("接管“信息中心”")
	s.press("接管…")
	s.await("接管收不回来")
	face := s.w.Face.(*screens.Enrol)
	s.press("接管")
	s.await("还有没核对的组")
	onWindow(func() { face.Compared.Typed.SetValue(strings.Repeat("0", 25)) })
	s.press("接管")
	s.await("没有这个指纹的原信息中心")
	if granted() {
		t.Fatal("taken over all the same")
	}
	onWindow(func() { face.Compared.Typed.SetValue(m.first) })
	s.press("接管")
	s.await("已接管“信息中心”")
	if !granted() {
		t.Error("what the old one granted does not count")
	}
	list, err := s.w.Desk().LostCenters(t.Context())
	if err != nil || len(list) > 0 {
		t.Errorf("still to be taken over: %+v, %v", list, err)
	}
}

func TestAStationRenewsItsKeyAndAsksAnew(t *testing.T) {
	m := succeeds(t)
	s := onStore(t, m.station)
	s.savesHere("enrol")
	s.open("exchange/enrol")
	s.press("更换密钥…")
	s.type1(demo.Password)
	s.press("更换密钥")
	s.await("做申请文件")
	raw, err := os.ReadFile(s.saved(screens.RequestEnding))
	if err != nil {
		t.Fatal(err)
	}
	self, err := s.w.Desk().Self(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	old := opens(t, m.old, "王主任")
	defer old.Close()
	if _, _, err := old.Certify(t.Context(), raw, self.Fingerprint, "lead"); err != nil {
		t.Error(err)
	}
	if _, _, err := old.Certify(t.Context(), raw, self.Fingerprint, "lead"); !fault.Is(err, fault.Refused) {
		t.Errorf("twice: %v", err)
	}
}

// type1 types over what stands in the only field that is asked for.
func (s *stage) type1(text string) {
	s.t.Helper()
	until(s.t, "a field", func() bool {
		in, ok := s.w.Window().Canvas().Focused().(interface{ SetText(string) })
		if ok {
			in.SetText(text)
		}
		return ok
	})
}
