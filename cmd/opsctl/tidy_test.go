package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/vault"
)

func TestWhatALargeImportOrExchangeWroteIsTidied(t *testing.T) {
	dir := t.TempDir()
	store, file := filepath.Join(dir, "台账"), filepath.Join(dir, "导出.csv")
	const rows = 8000
	var csv strings.Builder
	csv.WriteString("工单号,标题,问题描述,所属系统,区域,渠道,申请单位,到达时间,签收时间,处理人,状态\n")
	for i := range rows {
		fmt.Fprintf(&csv, "JS2026%08d,参保人员第%d号待遇核定金额有误,第%d件：退休人员反映本月养老金未按时到账，需核对账户信息后补发。,工单系统,丹徒区,电话,第%d社区服务站,2026-03-0%d 09:00:00,2026-03-0%d 09:10:00,张伟,处理中\n", i, i, i, i%300, i%5+1, i%5+1)
	}
	if err := os.WriteFile(file, []byte(csv.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	const password = "Tr0ub4dor&3"
	cheap := vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}
	opsctl := func(args ...string) (told string) {
		t.Helper()
		var out strings.Builder
		c := console{out: &out, err: os.Stderr, cost: cheap, env: func(name string) string {
			return map[string]string{"OPSLEDGER_STORE": store, "OPSLEDGER_PASSWORD": password}[name]
		}}
		if code := run(args, c); code != exitDone {
			t.Fatalf("%v: exit %d", args, code)
		}
		return out.String()
	}
	open := func(do func(*boot.Session)) {
		t.Helper()
		s, err := boot.Open(t.Context(), boot.Options{Dir: store, Password: password, Program: "opsctl", Cost: cheap})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		do(s)
	}
	more := func(s *boot.Session) bool {
		t.Helper()
		more, err := s.Store.Tidy(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return more
	}
	opsctl("init", "--name", "一号机", "--user", "张伟")
	open(func(s *boot.Session) {
		if out, err := s.ImportTickets(t.Context(), file, app.Importing{}, nil); err != nil || out.Created != rows {
			t.Fatalf("%d created, %v %v", out.Created, out.Faults[:min(3, len(out.Faults))], err)
		}
		if !more(s) {
			t.Fatal("an import of this size leaves nothing to tidy: the test sees nothing")
		}
	})
	opsctl("import", "ticket", file, "--dry-run")
	open(func(s *boot.Session) {
		if !more(s) {
			t.Error("what writes nothing tidies")
		}
	})
	opsctl("import", "ticket", file)
	open(func(s *boot.Session) {
		if more(s) {
			t.Error("the import leaves something to tidy")
		}
	})

	// what comes by exchange is as much
	station := store
	fingerprint := func() string {
		var d app.Device
		if err := json.Unmarshal([]byte(opsctl("device", "show", "--json")), &d); err != nil {
			t.Fatal(err)
		}
		return d.Fingerprint
	}
	request, answer, bundle := filepath.Join(dir, "申请"), filepath.Join(dir, "证书"), filepath.Join(dir, "1.opsb")
	opsctl("device", "request", request)
	asked := fingerprint()
	store = filepath.Join(dir, "中心")
	opsctl("init", "--name", "信息中心", "--role", "center", "--user", "王主任", "--station", "90")
	opsctl("device", "certify", request, "--role", "lead", "--fingerprint", asked, "--out", answer)
	certified := fingerprint()
	store = station
	opsctl("device", "accept", answer, "--fingerprint", certified)
	opsctl("bundle", "export", bundle)
	store = filepath.Join(dir, "中心")
	opsctl("bundle", "inspect", bundle)
	opsctl("bundle", "import", bundle)
	open(func(s *boot.Session) {
		if more(s) {
			t.Error("the exchange leaves something to tidy")
		}
	})
}
