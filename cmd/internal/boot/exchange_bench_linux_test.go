package boot

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
)

// grown is a station that has imported so many tickets, each of three steps in commits of up to 500, and has then taken as many
// steps one by one as byHand says.
func grown(b testing.TB, tickets, byHand int) *Session {
	b.Helper()
	s := founded(b)
	out, err := s.App.ImportTickets(context.Background(), app.Importing{Rows: provincial(tickets)})
	if err != nil || out.Created != tickets {
		b.Fatal(out.Created, err)
	}
	s.notes(b, byHand)
	return s
}

// provincial is an export of texts as long as they are.
func provincial(tickets int) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		line := func(n int, texts ...string) bool {
			row := intake.Row{Number: n}
			for _, t := range texts {
				row.Cells = append(row.Cells, intake.Cell{Text: t})
			}
			return yield(row, nil)
		}
		if !line(1, "工单号", "标题", "问题描述", "所属系统", "险种", "区域", "渠道", "申请单位", "申请人", "联系电话", "到达时间", "签收时间", "处理人", "状态", "处理完毕时间", "处理结果") {
			return
		}
		for n := range tickets {
			at := time.Date(2026, 1, 5, 9, 0, 0, 0, ledger.Zone).Add(time.Duration(n%80_000) * time.Minute)
			stamp := func(d time.Duration) string { return at.Add(d).Format("2006-01-02 15:04:05") }
			if !line(2+n, fmt.Sprintf("JS2026%08d", n), fmt.Sprintf("参保人员第%d号待遇核定金额有误", n),
				fmt.Sprintf("第%d件：企业退休人员反映本月养老金未按时到账，经查为银行账户信息与社保系统登记不一致，需核对后补发。", n),
				"社会保险系统", "企业职工养老", []string{"丹徒区", "润州区", "京口区", "经开区"}[n%4], "电话", fmt.Sprintf("某某街道第%d社区服务站", n%300), "李小芳",
				fmt.Sprintf("138%08d", n), stamp(0), stamp(10*time.Minute), fmt.Sprintf("工程师%d", n%5), "已办结", stamp(3*time.Hour),
				fmt.Sprintf("已核对账户并通知第%d号办理补发", n)) {
				return
			}
		}
	}
}

// notes takes so many steps, each in a commit of its own.
func (s *Session) notes(b testing.TB, n int) {
	b.Helper()
	ctx := context.Background()
	err := s.store.Write(ctx, func(w app.Writer) error {
		for i := range n {
			tip, err := w.Tip(ctx)
			if err != nil {
				return err
			}
			c, err := s.Author.Write(tip, ledger.Draft{Wall: s.Now(), Entries: []ledger.Entry{{Record: ledger.NewRecordID(s.Ledger, "ticket", fmt.Sprintf("JS2026%08d", i)),
				Kind: "ticket", Action: "note", Fields: ledger.Fields{"text": fmt.Sprintf("第%d次电话回访，对方称款项已到账", i)}}}})
			if err != nil {
				return err
			}
			if err := w.Append(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// read gives all commits with their personal parts, in order of reception, as whoever folds them reads them.
func (s *Session) read(b testing.TB) (out []*ledger.Sealed) {
	b.Helper()
	ctx := context.Background()
	err := s.store.View(ctx, func(r app.Reader) error {
		var all []ledger.Hash
		if err := r.Commits(ctx, app.CommitQuery{}, func(_ int64, c *ledger.Sealed) error { all = append(all, c.Hash); return nil }); err != nil {
			return err
		}
		for _, h := range slices.Backward(all) {
			c, _, err := r.Commit(ctx, h)
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// BenchmarkExchange compares, by processor time, the export of a ledger with reading its commits, and its import with appending the same
// commits to a store in one transaction; and the file with the lines it carries. EXCHANGE_TICKETS and EXCHANGE_STEPS set another ledger.
func BenchmarkExchange(b *testing.B) {
	ctx := context.Background()
	tickets, steps := sized(b, "EXCHANGE_TICKETS", 33_000), sized(b, "EXCHANGE_STEPS", 1000)
	for b.Loop() {
		station := grown(b, tickets, steps)
		other, center := station.center(b), station.center(b) // the station knows the last one
		path := filepath.Join(b.TempDir(), "x.opsb")
		var sent, got app.Exchanged
		var err error
		export := used(b, func() { sent, err = station.SendFile(ctx, path, "") })
		if err != nil {
			b.Fatal(err)
		}
		var commits []*ledger.Sealed
		reading := used(b, func() { commits = station.read(b) })
		lines := 0
		for _, c := range commits {
			line, err := c.Line()
			if err != nil {
				b.Fatal(err)
			}
			lines += len(line) + 1
		}
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		writing := used(b, func() { err = other.store.Write(ctx, func(w app.Writer) error { return w.Append(ctx, commits...) }) })
		if err != nil {
			b.Fatal(err)
		}
		commits = nil
		importing := used(b, func() { got, err = center.ReceiveFile(ctx, path, false) })
		if err != nil || got.Commits != sent.Commits-1 || len(got.Held) > 0 {
			b.Fatalf("%+v, %v", got, err)
		}
		b.ReportMetric(export/reading, "×reading")
		b.ReportMetric(importing/writing, "×plain-append")
		b.ReportMetric(float64(info.Size())/float64(lines), "×json")
		b.ReportMetric(float64(sent.Entries), "entries")
		b.ReportMetric(importing, "s-import")
		b.ReportMetric(export, "s-export")
	}
}

// BenchmarkExchangeOfAFewSteps compares the export and the import of 100 new steps between ledgers of so many tickets and of 1,000.
func BenchmarkExchangeOfAFewSteps(b *testing.B) {
	ctx := context.Background()
	tickets := sized(b, "EXCHANGE_TICKETS", 33_000)
	for b.Loop() {
		var exports, imports [2]float64
		for i, n := range []int{1000, tickets} {
			station := grown(b, n, 0)
			center := station.center(b)
			if _, err := center.ReceiveFile(ctx, station.sent(b), false); err != nil {
				b.Fatal(err)
			}
			if _, err := station.ReceiveFile(ctx, center.sent(b), false); err != nil {
				b.Fatal(err)
			}
			for range 5 {
				station.notes(b, 100)
				path := filepath.Join(b.TempDir(), "x.opsb")
				var x app.Exchanged
				var err error
				exports[i] += used(b, func() { x, err = station.SendFile(ctx, path, "") })
				if err != nil {
					b.Fatal(err)
				}
				imports[i] += used(b, func() { x, err = center.ReceiveFile(ctx, path, false) })
				if err != nil || x.Commits != 100 {
					b.Fatal(x.Commits, err)
				}
				if _, err := station.ReceiveFile(ctx, center.sent(b), false); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(exports[1]/exports[0], "export-large÷small")
		b.ReportMetric(imports[1]/imports[0], "import-large÷small")
		b.ReportMetric(1000*exports[1]/5, "ms-export")
		b.ReportMetric(1000*imports[1]/5, "ms-import")
	}
}

// BenchmarkExchangePeak measures the memory that a process of its own needs at most for an export and for an import.
func BenchmarkExchangePeak(b *testing.B) {
	ctx := context.Background()
	if work := os.Getenv("EXCHANGE_WORK"); work != "" {
		what, dir, _ := strings.Cut(work, " ")
		o := options(filepath.Join(dir, what))
		if what == "center" {
			o.User = "王主任"
		}
		s, err := Open(ctx, o)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		if what == "center" {
			_, err = s.ReceiveFile(ctx, filepath.Join(dir, "x.opsb"), false)
		} else {
			_, err = s.SendFile(ctx, filepath.Join(dir, "x.opsb"), "")
		}
		if err != nil {
			b.Fatal(err)
		}
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			b.Fatal(err)
		}
		fmt.Println(peak.FindString(string(status)))
		return
	}
	for b.Loop() {
		station := grown(b, sized(b, "EXCHANGE_TICKETS", 33_000), sized(b, "EXCHANGE_STEPS", 1000))
		center := station.center(b)
		dir := b.TempDir()
		for name, s := range map[string]*Session{"station": station, "center": center} {
			s.Close()
			if err := os.Rename(s.Dir, filepath.Join(dir, name)); err != nil {
				b.Fatal(err)
			}
		}
		for _, what := range []string{"station", "center"} {
			cmd := exec.Command(os.Args[0], "-test.run", "^$", "-test.bench", "^BenchmarkExchangePeak$", "-test.benchtime", "1x")
			cmd.Env = append(os.Environ(), "EXCHANGE_WORK="+what+" "+dir)
			out, err := cmd.CombinedOutput()
			m := peak.FindStringSubmatch(string(out))
			if err != nil || m == nil {
				b.Fatalf("%v\n%s", err, strings.TrimSpace(string(out)))
			}
			kib, err := strconv.Atoi(m[1])
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(kib)/1024, map[string]string{"station": "MiB-export", "center": "MiB-import"}[what])
		}
	}
}

var peak = regexp.MustCompile(`VmHWM:\s+(\d+)`)

// sized is the number that a variable of the environment sets.
func sized(b *testing.B, name string, fallback int) int {
	b.Helper()
	text := os.Getenv(name)
	if text == "" {
		return fallback
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// used is the processor time of a piece of work, in seconds. What was left to collect before it is not its.
func used(b testing.TB, work func()) float64 {
	b.Helper()
	runtime.GC()
	at := spent(b)
	work()
	return (spent(b) - at).Seconds()
}

func spent(b testing.TB) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
