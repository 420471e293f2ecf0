package demo

import (
	"context"
	"path/filepath"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/cmd/internal/boot"
	"opsledger/reports"
)

// forms writes one of each form, of the newest record that has it, and the duty of the month.
func (p *play) forms(ctx context.Context) error {
	dir := filepath.Join(p.o.Dir, "表单")
	for _, name := range reports.FormNames() {
		kind, _, _ := reports.FormOf(name)
		q := app.Query{Kind: kind, Limit: 1}
		if name == "extension" {
			q.Where = []app.Condition{{Key: "pending", Op: app.Equal, Value: []string{"延期"}}}
		}
		found, err := p.s.List(ctx, q, "")
		if err != nil {
			return err
		}
		if len(found) == 0 {
			continue
		}
		record, err := p.s.Print(ctx, kind, string(found[0].ID), "")
		if err != nil {
			return err
		}
		files, err := boot.WriteForm(name, record, dir, true)
		if err != nil {
			return err
		}
		p.made.Files = append(p.made.Files, files...)
	}
	now := p.Now()
	from := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, ledger.Zone)
	roster, err := p.s.Roster(ctx, from, from.AddDate(0, 1, 0), "")
	if err != nil {
		return err
	}
	files, err := boot.WriteRoster(roster, from.Format("2006-01"), dir, true)
	p.made.Files = append(p.made.Files, files...)
	return err
}
