package main

import (
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

	"opsledger/storage/vault"
)

// BenchmarkFirstPaint holds the window, as a process of its own on a virtual screen, against an empty window of the toolkit: processor
// time to the first frame of the login. It needs Xvfb. WINDOW_ROWS sets how many tickets the store has.
func BenchmarkFirstPaint(b *testing.B) {
	store := bigStore(b, windowRows(b), vault.Cost{})
	var first [2][]float64
	for b.Loop() {
		for i, kind := range []string{"empty", "window"} {
			p := startProcess(b, kind, store)
			first[i] = append(first[i], p.painted())
			p.stop()
		}
	}
	b.ReportMetric(middle(first[1])/middle(first[0]), "first-paint÷empty")
	b.ReportMetric(middle(first[1]), "s-first-paint")
	b.ReportMetric(middle(first[0]), "s-empty")
}

func windowRows(b *testing.B) int {
	b.Helper()
	text := os.Getenv("WINDOW_ROWS")
	if text == "" {
		return 1000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkWindowProcess holds the same window against an empty one: processor time at rest, and the most memory once the store's
// places were opened. It needs Xvfb and xdotool.
func BenchmarkWindowProcess(b *testing.B) {
	store := bigStore(b, windowRows(b), vault.Cost{})
	var idle [2][]float64
	var peaks, open []float64 // of the window, its store open
	for b.Loop() {
		for i, kind := range []string{"empty", "window"} {
			p := startProcess(b, kind, store)
			p.painted()
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
	b.ReportMetric(middle(idle[1])/middle(idle[0]), "login-at-rest÷empty")
	b.ReportMetric(middle(open)/middle(idle[0]), "at-rest÷empty")
	b.ReportMetric(middle(open)/20*100, "%-at-rest")
	b.ReportMetric(slices.Max(peaks), "MiB-peak")
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
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
	p.every(2*time.Millisecond, p.lit)
	return p.used()
}

// lit reports whether much of the screen is no longer black. It looks at few lines: it is asked often, beside what it measures.
func (p *process) lit() bool {
	f, err := os.Open(p.frame)
	if err != nil {
		return false
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || st.Size() < 1280*720*4 {
		return false
	}
	lit, pixels, line := 0, 0, make([]byte, 1280*4)
	for y := 30; y < 720; y += 60 {
		if _, err := f.ReadAt(line, st.Size()-1280*720*4+int64(y*len(line))); err != nil {
			return false
		}
		for i := 0; i < len(line); i += 4 * 16 {
			pixels++
			if line[i]|line[i+1]|line[i+2] != 0 {
				lit++
			}
		}
	}
	return lit > pixels/2
}

// used is the processor time of the process, in seconds: that of its threads, none of which ends before it. The sum the system keeps
// of a process is in hundredths of a second only.
func (p *process) used() float64 {
	p.b.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", p.win.Process.Pid))
	if err != nil || len(threads) == 0 {
		p.b.Fatal("no threads", err)
	}
	total := 0
	for _, path := range threads {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended after all
		}
		ns, err := strconv.Atoi(strings.Fields(string(raw))[0])
		if err != nil {
			p.b.Fatal(err)
		}
		total += ns
	}
	return float64(total) / 1e9
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
	p.do("type", "--delay", "60", bigPassword)
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
