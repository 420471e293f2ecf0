package storage

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
)

// curveFiles is in how many files a curve's rows come.
const curveFiles = 10

// BenchmarkCurve imports ten exports one after another and after each looks at what has become dearer: processor time of the import,
// of tidying after it, of reopening, of what a window asks, of a step; size on disk; the most memory. CURVE_ROWS sets how many rows come in all.
// Each point is printed when it is reached, against the first.
func BenchmarkCurve(b *testing.B) {
	rows := sized(b, "CURVE_ROWS", 10_000)
	for b.Loop() {
		c := newCurve(b)
		for i := range curveFiles {
			c.grow(i*rows/curveFiles, rows/curveFiles)
		}
		for i, name := range c.names {
			b.ReportMetric(c.last[i]/c.first[i], strings.ReplaceAll(name, " ", "-")+"-last÷first")
		}
	}
}

// curve is a store that grows.
type curve struct {
	b           *testing.B
	o           *office
	names       []string
	first, last []float64
}

func newCurve(b *testing.B) *curve {
	o := newOffice(b, time.Date(2026, 3, 31, 12, 0, 0, 0, ledger.Zone))
	o.signContract(b, "2026-01-01", "2026-12-31")
	return &curve{b: b, o: o}
}

// grow takes one more export in and measures.
func (c *curve) grow(after, rows int) {
	path := filepath.Join(c.b.TempDir(), fmt.Sprintf("%d.xlsx", after))
	writeExportFrom(c.b, path, after, rows)
	forget(c.b)
	old := debug.SetGCPercent(50)
	c.names, c.last = nil, nil
	c.tell("import", spent(c.b, func() { c.o.take(c.b, path, rows) }))
	debug.SetGCPercent(old)
	c.tell("tidying", spent(c.b, func() { c.o.desk.tidied() }))
	c.tell("peak MiB", peak(c.b))
	if err := os.Remove(path); err != nil {
		c.b.Fatal(err)
	}
	c.tell("reopening", spent(c.b, c.reopen))
	size, err := os.Stat(filepath.Join(c.o.desk.dir, FileName))
	if err != nil {
		c.b.Fatal(err)
	}
	c.tell("file MiB", float64(size.Size())/(1<<20))
	for _, work := range c.works(after + rows) {
		var times []float64
		for range 15 {
			times = append(times, spent(c.b, work.do))
		}
		c.tell(work.name, 1000*median(times))
	}
	if c.first == nil {
		c.first = c.last
	}
	line := fmt.Sprintf("%d rows:", after+rows)
	for i, name := range c.names {
		line += fmt.Sprintf(" %s %.2f (%.2f)", name, c.last[i], c.last[i]/c.first[i])
	}
	fmt.Println(line)
}

func (c *curve) tell(name string, v float64) {
	c.names, c.last = append(c.names, name), append(c.last, v)
}

// work is something a person waits for.
type work struct {
	name string
	do   func()
}

func (c *curve) works(rows int) []work {
	d, ctx, n := c.o.desk, context.Background(), 0
	page := func(q app.Query) func() { return func() { d.look(q) } }
	only := func(key, value string) func() {
		return page(app.Query{Where: []app.Condition{where(key, app.Equal, value)}})
	}
	ask := func(_ any, err error) {
		if err != nil {
			c.b.Fatal(err)
		}
	}
	return []work{
		{"first page", page(app.Query{Sort: "-arrived"})},
		{"state", only("state", "resolved")},
		{"region", only("region", "丹徒区")},
		{"assignee", only("assignee", "工程师3")},
		{"unit", only("requester_unit", "某某街道第7社区服务站")},
		{"arrivals", page(app.Query{Where: []app.Condition{where("arrived", app.AtLeast, "2026-02")}})},
		{"search", page(app.Query{Search: "养老"})},
		{"number", func() { d.look(app.Query{Search: exportRow(rows / 2)[0]}) }},
		{"step", func() {
			n++
			d.step(ledger.NewRecordID(d.store.meta.Ledger, "ticket", exportRow(rows - n)[0]), "note", ledger.Fields{"text": fmt.Sprint("第", n, "次")})
		}},
		{"edges", func() { ask(c.o.Bearings(ctx)) }},
		{"dashboard", func() { ask(c.o.Overview(ctx, time.Time{})) }},
	}
}

// reopen closes the store and opens it again, as after a lock.
func (c *curve) reopen() {
	d := c.o.desk
	if err := d.store.Close(); err != nil {
		c.b.Fatal(err)
	}
	s, err := Open(context.Background(), Options{Dir: d.dir, Key: &[32]byte{1}, Kinds: c.o.Kinds})
	if err != nil {
		c.b.Fatal(err)
	}
	d.store, c.o.Store = s, s
}

// forget gives memory back and begins the count of the most anew.
func forget(b *testing.B) {
	debug.FreeOSMemory()
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		b.Fatal(err)
	}
}

// peak is the most memory this process has had since, in MiB.
func peak(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Fatal(err)
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+)`).FindSubmatch(status)
	if m == nil {
		b.Fatal("no VmHWM")
	}
	kib, err := strconv.Atoi(string(m[1]))
	if err != nil {
		b.Fatal(err)
	}
	return float64(kib) / 1024
}
