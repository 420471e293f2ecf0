package demo

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"opsledger/app"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
	"opsledger/cmd/internal/boot"
)

var update = flag.Bool("update", false, "write the golden files anew")

// periods are one report of each type from the year.
var periods = []app.ReportQuery{{Type: sla.Weekly, Period: "2026-W05"}, {Type: sla.Monthly, Period: "2026-01"}, {Type: sla.Quarterly, Period: "2025-Q4"}, {Type: sla.Annual, Period: "2025"}, {Type: sla.Attendance, Period: "2026-01"}}

// TestEveryDocumentOfTheYear holds the figures and the parts of each document, that every number opens its records, and that the
// workbook's formulas count the same.
func TestEveryDocumentOfTheYear(t *testing.T) {
	_, s := open(t, Options{Tickets: 60})
	var all strings.Builder
	for _, q := range periods {
		rep, err := s.ReadReport(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		opens(t, s, rep)
		files, err := boot.WriteReport(rep, t.TempDir(), ".pdf", ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		sound(t, files[0])
		counts(t, files[1], rep)
		fmt.Fprintf(&all, "== %s %s\n%s%s", q.Type, q.Period, figures(rep), structure(t, files[0]))
	}
	all.WriteString(scored(t, s))
	golden := filepath.Join("testdata", "documents.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got := all.String(); got != string(want) {
		t.Errorf("documents differ from %s (read the difference, then -update):\n%s", golden, got)
	}
}

// scored is the contract year's 考核自评表: its workbook sums the evidence up to the card's points.
func scored(t *testing.T, s *boot.Session) string {
	t.Helper()
	sheet, err := s.ScoreSheet(t.Context(), app.ScoreQuery{})
	if err != nil {
		t.Fatal(err)
	}
	files, err := boot.WriteScore(sheet, t.TempDir(), true)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, files[0])
	f, err := excelize.OpenFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := "== 考核自评表\n"
	for i, l := range sheet.Clauses {
		out += fmt.Sprintf("%s %d %s\n", l.ID, l.Count, l.Points)
		if got, err := f.CalcCellValue("评分表", fmt.Sprintf("H%d", 5+i)); err != nil || got != l.Points.String() {
			t.Errorf("%s: the workbook says %s, %v; the card %s", l.ID, got, err, l.Points)
		}
	}
	if got, err := f.CalcCellValue("评分表", fmt.Sprintf("H%d", 5+len(sheet.Clauses))); err != nil || got != sheet.Total.String() {
		t.Errorf("the workbook's total is %s, %v; the card's %s", got, err, sheet.Total)
	}
	return out + fmt.Sprintf("总分 %s\n", sheet.Total) + structure(t, files[0])
}

// drawnFrom are all figures of a report.
func drawnFrom(rep app.Report) (list []digest.Figure) {
	list = rep.Counts()
	for _, m := range rep.Measures {
		list = append(list, m.Of, m.All)
		if m.Apart != nil {
			list = append(list, *m.Apart)
		}
	}
	for _, p := range rep.Spans {
		list = append(list, p.Arrived, p.Done, p.Completion.Of, p.Completion.All)
	}
	for _, p := range rep.Parts {
		list = append(list, p.Figures...)
	}
	return list
}

// opens looks every number's records up in the store.
func opens(t *testing.T, s *boot.Session, rep app.Report) {
	t.Helper()
	have := map[string]map[string]bool{}
	for _, f := range drawnFrom(rep) {
		kind := f.Kind
		if kind == "" {
			kind = "ticket"
		}
		if have[kind] == nil {
			have[kind] = map[string]bool{}
			for _, r := range listed(t, s, kind) {
				have[kind][r.Number] = true
			}
		}
		if f.Value != len(f.Records) {
			t.Errorf("%s %s: %d, but %d records", rep.Period, f.Label, f.Value, len(f.Records))
		}
		for _, n := range f.Records {
			if !have[kind][n] && !unwritten.MatchString(n) {
				t.Errorf("%s %s: there is no %s %s", rep.Period, f.Label, kind, n)
			}
		}
	}
}

// unwritten names a day of a person's that nobody wrote down.
var unwritten = regexp.MustCompile(`^\S+ 20\d\d-\d\d-\d\d$`)

func sound(t *testing.T, path string) {
	t.Helper()
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil || !bytes.Contains(out, []byte("No syntax or stream encoding errors")) {
		t.Errorf("%s: %s", path, out)
	}
	out, err := exec.Command("pdffonts", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n")[2:] {
		if !embedded.MatchString(line) {
			t.Errorf("%s: a face is not embedded: %s", path, line)
		}
	}
}

var embedded = regexp.MustCompile(`Identity-H +yes`)

// counts has the workbook reckon its own formulas.
func counts(t *testing.T, path string, rep app.Report) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, row := range rows {
		cell := fmt.Sprintf("C%d", i+1)
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil || formula == "" || len(row) < 2 {
			continue
		}
		got, err := f.CalcCellValue(sheet, cell)
		n++
		if want := row[1]; err != nil || strings.TrimSuffix(want, ".0") != strings.TrimSuffix(rounded(got, want), ".0") {
			t.Errorf("%s %s: the formula says %s, %v; the report %s", rep.Period, row[0], got, err, want)
		}
	}
	if n < 5 {
		t.Errorf("%s: %d formulas", rep.Period, n)
	}
}

// rounded brings a reckoned percentage to the decimals it is shown with.
func rounded(got, like string) string {
	_, decimals, ok := strings.Cut(like, ".")
	var v float64
	if _, err := fmt.Sscan(got, &v); !ok || err != nil {
		return got
	}
	return fmt.Sprintf("%.*f", len(decimals), v)
}

func figures(rep app.Report) string {
	var out strings.Builder
	for _, f := range rep.Counts() {
		fmt.Fprintf(&out, "%s %d\n", f.Label, f.Value)
	}
	if rep.Rate.Denominator > 0 {
		fmt.Fprintf(&out, "在途率 %d/%d %s\n", rep.Rate.Numerator, rep.Rate.Denominator, rep.Rate.Percent)
	}
	for _, m := range rep.Measures {
		fmt.Fprintf(&out, "%s %d/%d %s 上期 %s\n", m.Label, m.Of.Value, m.All.Value, m.Percent, m.Before)
	}
	for _, p := range rep.Parts {
		for _, f := range p.Figures {
			fmt.Fprintf(&out, "%s：%s %d\n", p.Title, f.Label, f.Value)
		}
	}
	return out.String()
}

var heading = regexp.MustCompile(`^(第[0-9]+页|[一二三四五六七八九十]+、\S+|（[一二三四五六七八九十]+）\S+)$`)

// structure is what stands on which page: the headings by page.
func structure(t *testing.T, path string) string {
	t.Helper()
	raw, err := exec.Command("pdftotext", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	pages := strings.Split(strings.TrimRight(string(raw), "\f"), "\f")
	for i, page := range pages {
		for _, line := range strings.Split(page, "\n") {
			if heading.MatchString(strings.TrimSpace(line)) {
				fmt.Fprintf(&out, "第%d页 %s\n", i+1, strings.TrimSpace(line))
			}
		}
	}
	fmt.Fprintf(&out, "共%d页\n", len(pages))
	return out.String()
}

// TestAQuartersFiguresEqualACountByHand counts the quarter's tickets and visits anew from the records as they are shown.
func TestAQuartersFiguresEqualACountByHand(t *testing.T) {
	_, s := open(t, Options{Tickets: 60})
	rep, err := s.ReadReport(t.Context(), app.ReportQuery{Type: sla.Quarterly, Period: "2025-Q4"})
	if err != nil {
		t.Fatal(err)
	}
	in := func(v any) bool {
		text := fmt.Sprint(v)
		return text >= "2025-10-01" && text < "2026-01-01"
	}
	var arrived, done, visits []string
	for _, r := range listed(t, s, "ticket") {
		shown, err := s.Show(t.Context(), "ticket", string(r.ID), false, "")
		if err != nil {
			t.Fatal(err)
		}
		if r.State == "void" || slices.ContainsFunc(shown.Links, func(l app.ShownLink) bool { return l.Relation == "合并" }) {
			continue // of merged tickets one counts: held elsewhere
		}
		if in(r.Fields["arrived"]) {
			arrived = append(arrived, r.Number)
		}
		if in(r.Fields["resolved"]) {
			done = append(done, r.Number)
		}
	}
	for _, r := range listed(t, s, "visit") {
		if r.State != "void" && in(r.Fields["date"]) {
			visits = append(visits, r.Number)
		}
	}
	for _, c := range []struct {
		label     string
		got, want []string
	}{{"arrived", rep.Arrived.Records, arrived}, {"done", rep.Done.Records, done}, {"visits", rep.Parts[0].Figures[0].Records, visits}} {
		missing := slices.DeleteFunc(slices.Clone(c.want), func(n string) bool { return slices.Contains(c.got, n) })
		if len(missing) > 0 || len(c.want) == 0 || len(c.got)-len(c.want) > 2 {
			t.Errorf("%s: %d in the report, %d by hand, missing %v", c.label, len(c.got), len(c.want), missing)
		}
	}
}
