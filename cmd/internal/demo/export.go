package demo

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/sheet"
)

// wholeExport is the name of the export of everything, made and imported last.
const wholeExport = "省工单系统导出.xlsx"

// takeNew imports what is new or changed in the province's system since the last export.
func (p *play) takeNew(ctx context.Context) error {
	var rows [][]string
	for _, t := range p.year.tickets {
		if t.arrived.After(p.Now()) {
			continue
		}
		if row := t.row(p.Now()); t.changed(row) {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return p.take(ctx, filepath.Join("导出", "省工单系统导出-"+p.Now().Format(time.DateOnly)+".xlsx"), rows)
}

// takeAll imports everything as it stands.
func (p *play) takeAll(ctx context.Context) error {
	var rows [][]string
	for _, t := range p.year.tickets {
		rows = append(rows, t.row(p.Now()))
	}
	return p.take(ctx, wholeExport, rows)
}

// take writes rows as the province's system exports them, and imports the file. None may be faulty.
func (p *play) take(ctx context.Context, name string, rows [][]string) error {
	path := filepath.Join(p.o.Dir, name)
	titles := []string{"江苏省人社一体化平台工单系统　工单导出", "导出单位：镇江市人力资源和社会保障信息中心　　导出时间：" + stamp(p.Now())}
	var b bytes.Buffer
	if err := sheet.Table(&b, "工单", titles, exportHead, rows); err != nil {
		return err
	}
	if err := boot.WriteFile(path, b.Bytes()); err != nil {
		return err
	}
	if !slices.Contains(p.made.Files, path) {
		p.made.Files = append(p.made.Files, path)
	}
	in, err := p.s.ImportTickets(ctx, path, app.Importing{}, nil)
	if err != nil {
		return err
	}
	if len(in.Faults) > 0 {
		return fault.New(fault.ImportFaults, len(in.Faults)).With(in.Faults[0].Message())
	}
	p.o.Say("导入 %s：%d行，新增%d，更新%d", filepath.Base(name), in.Rows, in.Created, in.Updated)
	return nil
}
