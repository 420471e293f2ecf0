package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
)

const benchPassword = "Tr0ub4dor&3"

// BenchmarkWindowProcess holds the window, as a process of its own on a virtual screen, against an empty window of the toolkit:
// processor time to the first frame of the login, processor time at rest, and the most memory once the store's places were opened.
// It needs Xvfb and xdotool. WINDOW_ROWS sets how many tickets the store has.
func BenchmarkWindowProcess(b *testing.B) {
	rows := 1000
	if text := os.Getenv("WINDOW_ROWS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		rows = n
	}
	store := benchStore(b, rows)
	var first, idle [2][]float64
	var peaks, open []float64 // of the window, its store open
	for b.Loop() {
		for i, kind := range []string{"empty", "window"} {
			p := startProcess(b, kind, store)
			first[i] = append(first[i], p.painted())
			p.settle()
			idle[i] = append(idle[i], p.during(20*time.Second))
			if kind == "window" {
				p.visit()
				peaks = append(peaks, p.peak())
				open = append(open, p.during(20*time.Second))
			}
			p.stop()
		}
	}
	b.ReportMetric(middle(first[1])/middle(first[0]), "first-paint÷empty")
	b.ReportMetric(middle(first[1]), "s-first-paint")
	b.ReportMetric(middle(idle[1])/middle(idle[0]), "login-at-rest÷empty")
	b.ReportMetric(middle(open)/middle(idle[0]), "at-rest÷empty")
	b.ReportMetric(middle(open)/20*100, "%-at-rest")
	b.ReportMetric(slices.Max(peaks), "MiB-peak")
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// benchStore makes a store of so many tickets, one of a hundred open.
func benchStore(b *testing.B, rows int) string {
	b.Helper()
	dir := b.TempDir()
	file, store := filepath.Join(dir, "export.csv"), filepath.Join(dir, "store")
	f, err := os.Create(file)
	if err != nil {
		b.Fatal(err)
	}
	w := csv.NewWriter(f)
	w.Write([]string{"工单号", "标题", "问题描述", "所属系统", "险种", "区域", "渠道", "申请单位", "到达时间", "签收时间", "处理人", "状态", "处理完毕时间", "处理结果"})
	now := boot.Clock()
	for i := range rows {
		at := now.Add(-time.Duration(i+120) * 4 * time.Minute)
		stamp := func(d time.Duration) string { return at.Add(d).Format("2006-01-02 15:04:05") }
		state, end, result := "已办结", stamp(time.Hour), fmt.Sprintf("已通知第%d号", i)
		if i%100 == 0 {
			state, end, result = "处理中", "", ""
		}
		w.Write([]string{fmt.Sprintf("JS2026%08d", i), fmt.Sprintf("参保人员第%d号待遇核定金额有误", i), fmt.Sprintf("第%d件：退休人员反映本月养老金未按时到账，需核对后补发。", i),
			"社会保险系统", "企业职工养老", []string{"丹徒区", "润州区", "京口区", "经开区"}[i%4], "电话", fmt.Sprintf("第%d社区服务站", i%300),
			stamp(0), stamp(10 * time.Minute), fmt.Sprintf("工程师%d", i%5), state, end, result})
	}
	if w.Flush(); w.Error() != nil || f.Close() != nil {
		b.Fatal(w.Error())
	}
	s, _, err := boot.Init(context.Background(), boot.Setup{Options: boot.Options{Dir: store, User: "张伟", Password: benchPassword, Program: "测量"}, Name: "测量站", Role: "station"})
	if err != nil {
		b.Fatal(err)
	}
	out, err := s.ImportTickets(context.Background(), file, app.Importing{}, nil)
	if err != nil || out.Created != rows {
		b.Fatalf("%d created, %v %v", out.Created, out.Faults[:min(3, len(out.Faults))], err)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	return store
}

// process is a window on a virtual screen of its own.
type process struct {
	b           *testing.B
	screen, win *exec.Cmd
	display     string
	frame       string // the screen's memory
}

func startProcess(b *testing.B, kind, store string) *process {
	b.Helper()
	p := &process{b: b, frame: filepath.Join(b.TempDir(), "Xvfb_screen0")}
	number, shown, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	p.screen = exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x720x24", "-br", "-fbdir", filepath.Dir(p.frame))
	p.screen.ExtraFiles = []*os.File{shown}
	if err := p.screen.Start(); err != nil {
		b.Fatal(err)
	}
	line := make([]byte, 16)
	n, err := number.Read(line)
	if err != nil {
		b.Fatal(err)
	}
	p.display = ":" + strings.TrimSpace(string(line[:n]))
	p.win = exec.Command(os.Args[0], "--store", store)
	p.win.Env = append(os.Environ(), "DISPLAY="+p.display, "LC_ALL=C.UTF-8", asProcess+"="+kind)
	if err := p.win.Start(); err != nil {
		b.Fatal(err)
	}
	return p
}

// every asks again and again until done says so; it fails where that never comes.
func (p *process) every(interval time.Duration, done func() bool) {
	p.b.Helper()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); {
		<-tick.C
		if done() {
			return
		}
	}
	p.b.Fatal("it never came")
}

// painted waits for the first frame and gives the processor time until then, in seconds.
func (p *process) painted() float64 {
	p.every(10*time.Millisecond, p.lit)
	return p.used()
}

// lit reports whether much of the screen is no longer black.
func (p *process) lit() bool {
	raw, err := os.ReadFile(p.frame)
	if err != nil || len(raw) < 1280*720*4 {
		return false
	}
	lit, pixels := 0, raw[len(raw)-1280*720*4:]
	for i := 0; i < len(pixels); i += 4 * 997 {
		if pixels[i]|pixels[i+1]|pixels[i+2] != 0 {
			lit++
		}
	}
	return lit > 1280*720/997/2
}

// used is the processor time of the process, in seconds.
func (p *process) used() float64 {
	p.b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.win.Process.Pid))
	if err != nil {
		p.b.Fatal(err)
	}
	f := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+2:]))
	user, err1 := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	if err1 != nil || err2 != nil {
		p.b.Fatal(err1, err2)
	}
	return float64(user+system) / 100
}

// during is the processor time of a stretch, in seconds.
func (p *process) during(d time.Duration) float64 {
	before := p.used()
	<-time.After(d)
	return p.used() - before
}

// settle waits until the process rests.
func (p *process) settle() {
	p.b.Helper()
	last := -1.0
	p.every(4*time.Second, func() bool {
		now := p.used()
		rests := now-last < 0.2
		last = now
		return rests
	})
}

// visit logs in and goes to each place.
func (p *process) visit() {
	p.b.Helper()
	p.do("search", "--name", "运维台账", "windowmove", "0", "0", "windowfocus")
	p.do("type", "--delay", "60", benchPassword)
	p.do("key", "Return")
	p.settle()
	for _, key := range []string{"ctrl+2", "ctrl+3", "ctrl+4", "ctrl+1", "ctrl+2"} {
		p.do("key", key)
		p.settle()
	}
	for range 40 {
		p.do("mousemove", "600", "400", "click", "5")
	}
	p.settle()
}

func (p *process) do(args ...string) {
	p.b.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+p.display, "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		p.b.Fatalf("%v: %s", err, out)
	}
}

// peak is the most memory the process has had, in MiB.
func (p *process) peak() float64 {
	p.b.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.win.Process.Pid))
	m := regexp.MustCompile(`VmHWM:\s+(\d+)`).FindSubmatch(raw)
	if err != nil || m == nil {
		p.b.Fatal(err)
	}
	kib, err := strconv.Atoi(string(m[1]))
	if err != nil {
		p.b.Fatal(err)
	}
	if shot := os.Getenv("WINDOW_SHOT"); shot != "" {
		cmd := exec.Command("import", "-window", "root", shot)
		cmd.Env = append(os.Environ(), "DISPLAY="+p.display)
		if err := cmd.Run(); err != nil {
			p.b.Fatal(err)
		}
	}
	return float64(kib) / 1024
}

func (p *process) stop() {
	for _, c := range []*exec.Cmd{p.win, p.screen} {
		c.Process.Kill()
		c.Wait()
	}
}
