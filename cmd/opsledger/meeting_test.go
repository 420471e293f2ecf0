package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/demo"
)

// meeting is a center that knows two stations: the demo's, whose file came just now and of whom another lies ready, and one that has
// been silent for 17 days. A third asks to be certified.
type meeting struct {
	center  string // its store
	file    string // the demo station's next exchange file
	request string
}

// side is one of those who meet.
type side struct {
	*boot.Session
	t *testing.T
}

func (s side) act(kind, key, action string, values map[string]string) string {
	s.t.Helper()
	rec, err := s.Act(s.t.Context(), app.Step{Kind: kind, Key: key, Action: action, Values: values})
	if err != nil {
		s.t.Fatalf("%s %s: %v", kind, action, err)
	}
	return string(rec.ID)
}

// sends makes a file for all it knows.
func (s side) sends(path string) string {
	s.t.Helper()
	if _, err := s.SendFile(s.t.Context(), path, ""); err != nil {
		s.t.Fatal(err)
	}
	return path
}

func (s side) takes(path string) {
	s.t.Helper()
	if _, err := s.ReceiveFile(s.t.Context(), path, false); err != nil {
		s.t.Fatal(err)
	}
}

// joins enrols a station at a center.
func (s side) joins(center side) {
	s.t.Helper()
	request, d, err := s.Ask(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	answer, _, err := center.Certify(s.t.Context(), request, d.Fingerprint, ledger.Lead)
	if err != nil {
		s.t.Fatal(err)
	}
	self, err := center.Self(s.t.Context())
	if err == nil {
		_, err = s.Accept(s.t.Context(), answer, self.Fingerprint)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// begins makes a store, and gives its session with the clock that its steps are dated by.
func begins(t *testing.T, dir, name, role, station, user string, at *time.Time) side {
	t.Helper()
	s, _, err := boot.Init(t.Context(), boot.Setup{Options: boot.Options{Dir: dir, User: user, Password: demo.Password, Program: "test", Now: func() time.Time { return *at }, Cost: cheap}, Name: name, Role: role, Station: station})
	if err != nil {
		t.Fatal(err)
	}
	return side{s, t}
}

// ticketAt is a ticket as a station registers it.
func ticketAt(title, region, at string) map[string]string {
	return map[string]string{"title": title, "system": "社会保险系统", "region": region, "insurance": "企业职工养老", "arrived": at}
}

// meets lets the demo's station and another meet a center. The demo's store goes on knowing it.
func meets(t *testing.T, store string) (m meeting) {
	t.Helper()
	dir := t.TempDir()
	m = meeting{center: filepath.Join(dir, "中心"), file: filepath.Join(dir, "交换包-驻场一号机-20260312-1530.opsb"), request: filepath.Join(dir, "入网申请-驻场三号机-何敏.opsreq")}
	at := now.AddDate(0, 0, -17)
	center := begins(t, m.center, "信息中心", "center", "90", "王科", &at)
	defer center.Close()
	second := begins(t, filepath.Join(dir, "二号"), "驻场二号机", "station", "02", "陈立", &at)
	defer second.Close()
	third := begins(t, filepath.Join(dir, "三号"), "驻场三号机", "station", "03", "何敏", &at)
	defer third.Close()
	raw, _, err := third.Ask(t.Context())
	if err == nil {
		err = os.WriteFile(m.request, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	second.joins(center)
	id := second.act("ticket", "new", "receive", ticketAt("三家医院目录对照缺失", "京口区", "2026-02-23 09:10"))
	second.act("ticket", id, "claim-excuse", map[string]string{"claimed": "2026-02-23 11:00", "excuse_code": "省厅", "evidence": "省厅回函", "reason": "省厅目录版本未发"})
	center.takes(second.sends(filepath.Join(dir, "二号.opsb")))

	first, err := boot.Open(t.Context(), boot.Options{Dir: store, User: demo.User, Password: demo.Password, Program: "test", Now: clock, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	station := side{first, t}
	defer station.Close()
	at = now.Add(-2 * time.Hour)
	station.joins(center)
	both := station.act("ticket", "new", "receive", ticketAt("失业金重复发放疑点核查", "丹徒区", "2026-03-12 09:00"))
	again := station.act("ticket", "new", "receive", ticketAt("补贴年限换算口径", "润州区", "2026-03-12 09:30"))
	proposed := map[string]string{both: "2026-03-16 18:00", again: "2026-03-18 12:00"}
	for _, id := range []string{both, again} {
		station.act("ticket", id, "accept", map[string]string{"responded": "2026-03-12 09:40"})
		station.act("ticket", id, "request-extension", map[string]string{"requested": "2026-03-12 11:00", "reason": "等数据局明细，加 2 个工作日", "proposed": proposed[id]})
	}
	center.takes(station.sends(filepath.Join(dir, "一号.opsb")))
	if err := center.SetRoles(t.Context(), "王科", func(had []ledger.Role) []ledger.Role { return append(had, ledger.Lead) }); err != nil {
		t.Fatal(err)
	}
	center.act("ticket", both, "amend", map[string]string{"assignee": "周明远"})
	center.act("ticket", both, "amend", map[string]string{"common_issue": "口径不一致"})
	station.act("ticket", both, "amend", map[string]string{"assignee": "吴晓萌"})
	station.act("ticket", both, "amend", map[string]string{"common_issue": "数据缺失"})
	center.takes(station.sends(filepath.Join(dir, "一号之二.opsb")))
	at = now

	station.act("ticket", "new", "receive", ticketAt("上周口头交办的核对", "京口区", "2026-03-05 09:00"))
	station.act("complaint", "new", "receive", map[string]string{"title": "窗口等待过久", "received": "2026-03-12 10:00", "sort": "处理不及时"})
	station.sends(m.file)
	return m
}
