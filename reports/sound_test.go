package reports

import (
	"archive/zip"
	"bytes"
	"html"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/digest"
	"opsledger/app/rule/sla"
)

// someWeek is a weekly report with every part a report may have.
func someWeek() app.Report {
	figure := func(label string, n int) digest.Figure { return digest.Figure{Label: label, Value: n} }
	return app.Report{Report: digest.Report{Period: "2026-W11", From: time.Date(2026, 3, 6, 0, 0, 0, 0, ledger.Zone), To: time.Date(2026, 3, 13, 0, 0, 0, 0, ledger.Zone), AsOf: asOf,
		Arrived: figure("到达", 48), Done: figure("办结", 45), InTransit: figure("在途", 9), Overdue: figure("超时", 1), Rework: figure("返工", 2), Quality: figure("质量返工", 1),
		Rate:       digest.Rate{Percent: "3.41", Limit: "3.50", Denominator: 264},
		Late:       []digest.Late{{Number: "GD2026030500123", Title: "养老待遇计算结果与手工核对不一致", Assignee: "张工", Due: "2026-03-10 09:30", Days: 2}},
		Breakdowns: []digest.Breakdown{{Label: "系统", Groups: []digest.Group{{Label: "社会保险系统", Arrived: figure("到达", 30), Done: figure("办结", 28), InTransit: figure("在途", 5)}}}},
		Work:       []string{"本周到达工单48件，办结45件。"}, Problems: []string{"接口超时两次。"}, Next: []string{"配合季度调资。"}, More: []digest.Section{{Title: "其他", Lines: []string{"无。"}}}, Notes: []string{"在途率按年累计工单计算。"}},
		Author: "张工", Code: "3F2A-0B11-9C0D", Version: 2, Finalised: asOf, Reason: "补录一单", Corrected: []string{"到达由47改为48。"}}
}

// someQuarter is a quarterly report with charts and a section drawn from other records.
func someQuarter() app.Report {
	r := someWeek()
	r.Type, r.Period, r.From, r.To = sla.Quarterly, "2026-Q1", time.Date(2026, 1, 1, 0, 0, 0, 0, ledger.Zone), time.Date(2026, 4, 1, 0, 0, 0, 0, ledger.Zone)
	rate := digest.Measure{Label: "完成率", Definition: "期内应完且按时完成÷期内应完", Of: digest.Figure{Value: 39}, All: digest.Figure{Value: 40}, Percent: "97.50", Before: "96.10"}
	r.Measures = []digest.Measure{rate}
	for i, month := range []string{"1月", "2月", "3月"} {
		r.Spans = append(r.Spans, digest.Span{Label: month, Arrived: digest.Figure{Value: 150 + i}, Done: digest.Figure{Value: 140 + i}, Completion: rate})
	}
	r.Checks = []digest.Checked{{Week: "2026-W10", Percent: "2.95"}, {Week: "2026-W11", Percent: "3.41"}}
	r.Parts = []digest.Part{{Title: "用户意见", Lines: []string{"巡访12次。"}, Heads: []string{"编号", "意见"}, Weights: []int{3, 10}, Rows: [][]string{{"XF-01-2026-000047", "希望批量导出"}}}}
	return r
}

func TestEveryDocumentIsSoundAndCanBeCopied(t *testing.T) {
	record := filled(app.Kinds().Kind("visit"))
	record.Short, record.Long, record.Files, record.Links = []app.Told{{Label: "方式", Value: "走访"}}, []app.Told{{Label: "巡访内容", Value: "听取意见"}}, []string{"签到.jpg"}, []string{"转出：工单 GD1"}
	revealed := someWeek()
	revealed.Revealed = true
	for name, doc := range map[string]struct {
		draw func(io.Writer) error
		want []string
	}{
		"weekly":    {func(w io.Writer) error { return PDF(w, someWeek()) }, []string{weeklyTitle, "2026年第11周（3月6日至3月12日）", "四、其他", "GD2026030500123", "社会保险系统", "第2版", "补录一单", "2026年3月12日", "3F2A-0B11-9C0D"}},
		"quarterly": {func(w io.Writer) error { return PDF(w, someQuarter()) }, []string{"季度质量报告", "2026年第1季度（1月1日至3月31日）", "到达、办结与完成率", "97.5", "3.41", "XF-01-2026-000047", "希望批量导出"}},
		"revealed":  {func(w io.Writer) error { return PDF(w, revealed) }, []string{"内部资料"}},
		"record":    {func(w io.Writer) error { return RecordPDF(w, record) }, []string{"巡访记录", "听取意见", "签到.jpg", "转出：工单GD1", "办理经过"}},
		"recovery": {func(w io.Writer) error {
			return RecoveryPDF(w, Paper{Key: "ABCD-EFGH-2345-6789", Store: "一号机", Dir: "D:\\台账", Account: "张工", Made: asOf})
		}, []string{"运维台账恢复密钥", "ABCD", "6789", "D:\\台账"}},
	} {
		var b bytes.Buffer
		if err := doc.draw(&b); err != nil {
			t.Fatal(err)
		}
		got := copied(t, b.Bytes())
		for _, want := range doc.want {
			if !strings.Contains(got, letters(want)) {
				t.Errorf("%s: lost %q in %s", name, want, got)
			}
		}
		var again bytes.Buffer
		if err := doc.draw(&again); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Errorf("%s: drawn again it has other bytes", name)
		}
	}
}

func TestTheWordFileSaysWhatThePDFSays(t *testing.T) {
	for name, r := range map[string]app.Report{"weekly": someWeek(), "quarterly": someQuarter()} {
		var o outline
		lay(&o, r)
		golden(t, "testdata/"+name+".golden", o.String())
		var a, b bytes.Buffer
		if err := DOCX(&a, r); err != nil {
			t.Fatal(err)
		}
		if err := DOCX(&b, r); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: written again it has other bytes", name)
		}
		got := wordText(t, a.Bytes())
		for _, line := range strings.Split(o.String(), "\n") {
			if strings.HasPrefix(line, "[图") {
				line = strings.Fields(line)[1] // a chart's labels stand in its picture
			}
			if line = strings.TrimLeft(line, "#=-| "); strings.HasPrefix(line, issuer) {
				line = issuer + " | 2026年3月12日"
			}
			for _, part := range strings.Split(line, " | ") {
				if !strings.Contains(got, letters(part)) {
					t.Errorf("%s: lost %q", name, part)
				}
			}
		}
	}
}

var tag = regexp.MustCompile(`<[^>]*>`)

// wordText is the text of a Word file.
func wordText(t *testing.T, raw []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := fs.ReadFile(z, "word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	return letters(html.UnescapeString(tag.ReplaceAllString(string(body), "")))
}
