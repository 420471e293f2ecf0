package torture

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/sheet"
)

var kills = flag.Int("kills", 200, "times the real opsctl is killed at work")

const exportRows = 40

// deed is a command of the real program, and what it must do whole or not at all.
type deed struct {
	name     string
	args     func(v *victim) []string
	tickets  int // that it adds
	password string
}

var deeds = []deed{
	{name: "act", tickets: 1, args: func(*victim) []string {
		return []string{"act", "ticket", "new", "receive", "title=待遇未到账", "region=丹徒区", "system=社会保险系统", "insurance=企业职工养老", "arrived=2026-03-10T09:00"}
	}},
	{name: "import", tickets: exportRows, args: func(v *victim) []string { return []string{"import", "ticket", v.export()} }},
	{name: "rebuild", args: func(*victim) []string { return []string{"rebuild"} }},
	{name: "passwd", password: renewed, args: func(v *victim) []string { return []string{"passwd", "--new-password-file", v.file("new-password")} }},
	{name: "backup", args: func(v *victim) []string { return []string{"backup", v.file(fmt.Sprint("backup-", v.round))} }},
	{name: "rekey", args: func(*victim) []string { return []string{"rekey"} }},
	{name: takesIn, args: func(v *victim) []string { return []string{"bundle", "import", v.ruling()} }},
	{name: "bundle export", args: func(v *victim) []string {
		return []string{"bundle", "export", v.file(fmt.Sprintf("station-%d.opsb", v.round))}
	}},
}

// takesIn is the import of an exchange file, which brings all the center has taken on that has not come yet.
const takesIn = "bundle import"

// victim is a store on the machine's own disk, and the program that works on it.
type victim struct {
	t       *testing.T
	program string
	dir     string // the store is in it
	round   int
	took    map[string]time.Duration // how long each command takes when it is left alone
	lasted  time.Duration            // the last one run
	before  state
	tickets int
	pending int // tickets of the center that have not come yet
}

func (v *victim) file(name string) string { return filepath.Join(v.dir, name) }

func (v *victim) place() place { return place{dir: v.file("store")} }

func (v *victim) options(password string) boot.Options {
	o := v.place().options(password)
	o.Now = nil // the program has the real clock too
	return o
}

// export writes a provincial export of tickets that are new to the store.
func (v *victim) export() string {
	var rows [][]string
	for i := range exportRows {
		rows = append(rows, []string{fmt.Sprintf("JS2026-%d-%d", v.round, i), "计息有误", "社会保险系统", "企业职工养老", "丹徒区", "2026-03-09 10:00"})
	}
	var b bytes.Buffer
	err := sheet.Table(&b, "工单", nil, []string{"工单号", "标题", "所属系统", "险种", "区域", "到达时间"}, rows)
	if err == nil {
		err = os.WriteFile(v.file("export.xlsx"), b.Bytes(), 0o600)
	}
	if err != nil {
		v.t.Error(err)
	}
	return v.file("export.xlsx")
}

// found makes the store anew. Its slots are cheap, and the program takes their price from them.
func (v *victim) found() error {
	if err := errors.Join(os.RemoveAll(v.file("store")), os.RemoveAll(v.file("center"))); err != nil {
		return err
	}
	s, _, err := boot.Init(ctx, boot.Setup{Options: v.options(password), Name: "一号机", Role: "station"})
	if err != nil {
		return err
	}
	_, err = s.App.ImportTickets(ctx, app.Importing{Rows: export(12, "计息有误")})
	if err = errors.Join(err, v.meet(s), s.Close(), os.WriteFile(v.file("new-password"), []byte(renewed), 0o600)); err != nil {
		return err
	}
	v.before, v.tickets, err = v.look()
	return err
}

// look opens the store with whichever password fits, verifies it and counts its tickets.
func (v *victim) look() (st state, tickets int, err error) {
	for _, word := range []string{password, renewed} {
		var s *boot.Session
		if s, err = boot.Open(ctx, v.options(word)); err != nil {
			continue
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		if err := verify(place{}, s); err != nil {
			return st, 0, err
		}
		if s.Away() {
			return st, 0, errors.New("the store says it was moved")
		}
		if tickets, err = s.Count(ctx, app.Query{Kind: "ticket"}, 0); err != nil {
			return st, 0, err
		}
		st, err = look(s, word)
		return st, tickets, err
	}
	return st, 0, err
}

// run starts a command and kills it after a while; done says that it ended before, and well.
func (v *victim) run(d deed, after time.Duration) (done bool, err error) {
	args := append(d.args(v), "--store", v.file("store")) // making what it works on is not its time
	c, cancel := context.WithTimeout(ctx, after)
	defer cancel()
	cmd := exec.CommandContext(c, v.program, args...)
	cmd.Env = append(os.Environ(), "OPSLEDGER_PASSWORD="+password)
	begun := time.Now()
	out, err := cmd.CombinedOutput()
	v.lasted = time.Since(begun)
	if c.Err() != nil {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s: %w: %s", d.name, err, out)
	}
	return true, nil
}

// measure runs each command once to its end.
func (v *victim) measure() error {
	v.took = map[string]time.Duration{}
	for _, d := range deeds {
		v.round++
		done, err := v.run(d, time.Minute)
		v.took[d.name] = v.lasted
		if err != nil || !done {
			return fmt.Errorf("%s: done %v: %w", d.name, done, err)
		}
		if d.name == takesIn {
			v.pending = 0
		}
		if d.password == "" {
			if v.before, v.tickets, err = v.look(); err != nil {
				return err
			}
			continue
		}
		if err := v.found(); err != nil {
			return err
		}
	}
	return nil
}

// kill runs a command, kills it at a random moment, and looks what there is.
func (v *victim) kill(d deed, r *rand.Rand) (done bool, err error) {
	v.round++
	done, err = v.run(d, time.Duration((0.15+r.Float64())*float64(v.took[d.name])))
	if err != nil {
		return done, err
	}
	got, tickets, err := v.look()
	if err != nil {
		return done, fmt.Errorf("%s, done %v: %w", d.name, done, err)
	}
	defer func() { v.before, v.tickets = got, tickets }()
	word := v.before.password
	if d.password != "" {
		word = d.password
	}
	more := d.tickets
	if d.name == takesIn {
		more = v.pending
	}
	all := tickets == v.tickets+more && got.password == word && (more == 0) == (got.heads == v.before.heads)
	if all && d.name == takesIn {
		v.pending = 0
	}
	if !all && (done || got != v.before) {
		return done, fmt.Errorf("%s, done %v: %d tickets, then %d; was\n%v, is\n%v", d.name, done, v.tickets, tickets, v.before, got)
	}
	if got.password != password {
		err = v.found()
		got, tickets = v.before, v.tickets
	}
	return done, err
}

func TestNoKillLosesOrHalvesAnything(t *testing.T) {
	program := filepath.Join(t.TempDir(), "opsctl")
	build := exec.Command("go", "build", "-o", program, "opsledger/cmd/opsctl")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building opsctl: %v: %s", err, out)
	}
	var mu sync.Mutex
	left, counts := *kills, map[string][2]int{}
	var wg sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		v := &victim{t: t, program: program, dir: t.TempDir()}
		r := rand.New(rand.NewPCG(*seed, uint64(w)))
		wg.Go(func() {
			if err := errors.Join(v.found(), v.measure()); err != nil {
				t.Error(err)
				return
			}
			for {
				d := deeds[r.IntN(len(deeds))]
				done, err := v.kill(d, r)
				mu.Lock()
				n := counts[d.name]
				if done {
					n[1]++
				} else {
					n[0]++
					left--
				}
				counts[d.name] = n
				enough := left <= 0
				mu.Unlock()
				if err != nil {
					t.Error(short(err))
					return
				}
				if enough {
					return
				}
			}
		})
	}
	wg.Wait()
	t.Logf("killed, ended before: %v", counts)
}
