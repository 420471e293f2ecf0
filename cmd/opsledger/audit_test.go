package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app"
	"opsledger/cmd/internal/demo"
	"opsledger/ui/screens"
	"opsledger/ui/theme"
)

func TestTheLogIsNarrowedOpenedAndExported(t *testing.T) {
	s := seated(t, shared(t), demo.User, 1280, 720, theme.Theme{})
	s.holds("待办与时限")
	d := s.w.Desk()
	if _, err := d.List(t.Context(), app.Query{Kind: "ticket", Limit: 2}, "核对投诉"); err != nil {
		t.Fatal(err)
	}
	s.open("audit")
	s.holds("核对投诉（列表工单，2 条）", "查看明文")
	a := s.w.Face.(*screens.Audit)
	wait := func(what string, holds func() bool) { t.Helper(); until(t, what, holds) }
	wait("more than a page", func() bool { return a.Table.Rows() == 100 })
	onWindow(func() { a.Sort.Set(string(app.Enrolled)); a.Load() })
	s.holds("李娜 ")
	wait("accounts alone", func() bool { return a.Table.Rows() == 2 })
	onWindow(func() { a.Sort.Set(); a.Kind.Set("ticket"); a.Record.SetValue("GD-01-2026-000001"); a.Load() })
	wait("the steps of one ticket", func() bool {
		item, ok := a.Table.Item(0)
		return ok && item.Cells[4].Words() != "" && a.Table.Rows() < 20
	})
	path := filepath.Join(t.TempDir(), "日志.csv")
	onWindow(func() { a.ExportTo(path) })
	s.holds("已导出 ")
	raw, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(raw), "GD-01-2026-000001") || strings.Contains(string(raw), "核对投诉") {
		t.Errorf("%s %v", raw, err)
	}
	onWindow(func() {
		if item, ok := a.Table.Item(0); ok {
			a.Table.OnOpen(item)
		}
	})
	wait("the ticket", func() bool { return s.w.Records != nil && s.w.Records.Kind().Name == "ticket" })
}
