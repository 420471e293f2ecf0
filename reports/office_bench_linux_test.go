package reports

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// quarter is a quarterly report of some thirty pages: text, five long tables, five charts.
func quarter(d paper.Paper) {
	d.Title("镇江人社省级一体化平台本地运维季度质量报告")
	d.Line("2026年第1季度")
	for part := range 5 {
		d.Heading(1, numeral(part+1)+"、运行情况")
		for i := range 7 {
			d.Para(strings.Repeat(fmt.Sprintf("本季度第%d项工作按计划完成，涉及工单W202603%02d-000123等，", i+1, i+1), 7))
		}
		d.Heading(2, "（一）明细")
		t := paper.Table{Columns: []paper.Column{{Head: "工单号", Weight: 3}, {Head: "标题", Weight: 5}, {Head: "处理人", Weight: 1.5}, {Head: "到达", Weight: 2}, {Head: "办结", Weight: 2}, {Head: "延误", Weight: 1, Align: paper.Right}}}
		for i := range 48 {
			t.Rows = append(t.Rows, []string{fmt.Sprintf("GD20260305%05d", i), "养老待遇计算结果与手工核对不一致", "张工", "03-05 09:30", "03-06 10:00", "0"})
		}
		d.Table(t)
		c := paper.Chart{Title: "每周工单", Unit: "件", RightUnit: "%"}
		bars, rate := paper.Series{Name: "到达"}, paper.Series{Name: "在途率", Line: true, Right: true, Decimals: 2}
		for week := range 13 {
			c.Labels = append(c.Labels, fmt.Sprintf("第%d周", week+1))
			bars.Values, rate.Values = append(bars.Values, float64(40+week%5)), append(rate.Values, 2.5+float64(week%4)/10)
		}
		c.Series = []paper.Series{bars, rate}
		d.Chart(c)
	}
	d.Signature(issuer, asOf)
}

var quarterMeta = paper.Meta{Title: "季度质量报告", Created: asOf, Foot: "截至 2026-03-31 18:00　　台账 3F2A-0B11-9C0D"}

// BenchmarkThirtyPages draws the report as PDF, and has LibreOffice make a PDF of the same report's Word file: "times" is how much
// more CPU that takes.
func BenchmarkThirtyPages(b *testing.B) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		b.Skip("no LibreOffice here (Debian: libreoffice-writer-nogui)")
	}
	dir := b.TempDir()
	var word bytes.Buffer
	office := newDOCX(quarterMeta)
	quarter(office)
	if err := office.Write(&word); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "x.docx")
	if err := os.WriteFile(path, word.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	convert := func() time.Duration {
		c := exec.Command(soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, path)
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		return c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	convert() // its first run makes a profile
	var own, other time.Duration
	pages := 0
	for b.Loop() {
		from := cpu(b)
		d := gongwen.New(quarterMeta)
		quarter(d)
		pages = d.Pages()
		if err := d.Write(io.Discard); err != nil {
			b.Fatal(err)
		}
		own += cpu(b) - from
		other += convert()
	}
	times := float64(other) / float64(own)
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(float64(own.Milliseconds())/float64(b.N), "cpu-ms")
	b.ReportMetric(times, "times")
	if pages < 30 || times < 20 {
		b.Errorf("%d pages at a %.0fth of LibreOffice's CPU: at least 30 pages and 20 times are promised", pages, times)
	}
}

// cpu is what this process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
