package torture

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/calendar"
	"opsledger/app/record/check"
	"opsledger/app/record/contract"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/disclosure"
	"opsledger/app/record/person"
	"opsledger/app/record/report"
	"opsledger/app/record/ticket"
	"opsledger/app/record/unit"
	"opsledger/app/rule/intake"
	"opsledger/cmd/internal/boot"
	"opsledger/cmd/internal/ramdisk"
	"opsledger/storage/disk"
	"opsledger/storage/vault"
)

const (
	user     = "张工"
	password = "Tr0ub4dor&3"
	renewed  = "C0rrect-Horse!"
)

var ctx = context.Background()

// now is the moment all of it happens.
func now() time.Time { return time.Date(2026, 3, 12, 17, 0, 0, 0, ledger.Zone) }

// place is where a store lies: a folder of this machine, which has the process lock in it, and a disk.
type place struct {
	dir  string
	disk disk.Disk
	home func(string) (string, error)
}

// on is a place on a model disk.
func on(m *memory, d disk.Disk, dir string) place { return place{dir, d, m.Home} }

func (p place) options(password string) boot.Options {
	o := boot.Options{Dir: p.dir, User: user, Password: password, Program: "test", Now: now, Home: p.home, Disk: p.disk,
		Cost: vault.Cost{MemoryKiB: 8, Time: 1, Threads: 1}}
	if p.disk != nil {
		o.Kinds = few
	}
	return o
}

// few are the kinds of a store on a model disk: a table more is opened, checked and compared thousands of times, and no disk
// fails otherwise for it. The real program, which is killed, has them all.
var few = ledger.NewRegistry(ticket.Kind, unit.Kind, person.Kind, contract.Kind, dictionary.Kind, calendar.Kind, disclosure.Kind, report.Kind, check.Kind)

func (p place) found() error {
	s, _, err := boot.Init(ctx, boot.Setup{Options: p.options(password), Name: "一号机", Role: "station"})
	if err != nil {
		return err
	}
	return s.Close()
}

// state is all that a store promises to keep.
type state struct {
	heads    string
	records  [32]byte
	accounts string
	password string
}

func (s state) String() string {
	return fmt.Sprintf("heads %s, records %x, accounts %s, password %s", s.heads, s.records[:4], s.accounts, s.password)
}

// look reads the state of an open store.
func look(s *boot.Session, password string) (out state, err error) {
	out.password = password
	sum := sha256.New()
	err = s.Store.View(ctx, func(r app.Reader) error {
		heads, err := r.Heads(ctx)
		if err != nil {
			return err
		}
		out.heads = fmt.Sprint(heads)
		for _, k := range s.Kinds.Kinds() {
			err := r.Each(ctx, app.Query{Kind: k.Name, Sort: "number"}, func(row *app.Row) error {
				_, err := fmt.Fprintln(sum, row.ID, row.Number, row.State, row.Fields, string(row.FactsJSON), row.Conflicts, row.Incomplete)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	sum.Sum(out.records[:0])
	if err != nil {
		return out, err
	}
	accounts, err := s.Accounts(ctx)
	out.accounts = fmt.Sprint(accounts)
	return out, err
}

// reopen opens a store with the first password that fits, verifies it whole, and reads its state.
func (p place) reopen(passwords ...string) (st state, err error) {
	var s *boot.Session
	for _, word := range passwords {
		s, err = boot.Open(ctx, p.options(word))
		if !fault.Is(err, fault.WrongPassword) {
			st.password = word
			break
		}
	}
	if err != nil {
		return st, fmt.Errorf("opening: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	audit, err := s.Store.Verify(ctx, nil)
	if err != nil {
		return st, fmt.Errorf("verifying: %w", err)
	}
	if !audit.OK || s.Away() {
		return st, fmt.Errorf("verifying: %s, away %v", strings.Join(audit.Faults, "; "), s.Away())
	}
	return look(s, st.password)
}

// operation is a use case that is broken into.
type operation struct {
	name     string
	run      func(p place, s *boot.Session) error
	password string // what opens the store afterwards; "": the same as before
	thirds   bool   // it has so many calls that a third of the ways they can fail are tried, others with another seed
}

func act(kind, key, action string, values ...string) func(place, *boot.Session) error {
	return func(_ place, s *boot.Session) error {
		step := app.Step{Kind: kind, Key: key, Action: action, Values: map[string]string{}}
		for i := 0; i < len(values); i += 2 {
			step.Values[values[i]] = values[i+1]
		}
		_, err := s.Act(ctx, step)
		return err
	}
}

var receive = act("ticket", "new", "receive", "title", "待遇未到账", "region", "丹徒区", "system", "社会保险系统",
	"insurance", "企业职工养老", "arrived", "2026-03-10T09:00", "requester", "李小芳", "requester_phone", "13812345678")

const firstTicket = "GD-01-2026-000001"

func importing(rows int, title string) func(place, *boot.Session) error {
	return func(_ place, s *boot.Session) error {
		out, err := s.App.ImportTickets(ctx, app.Importing{Rows: export(rows, title)})
		if err == nil && (len(out.Faults) > 0 || out.Rows != rows) {
			return fmt.Errorf("%d rows, faults %v", out.Rows, out.Faults)
		}
		return err
	}
}

// export is a provincial export of a few tickets.
func export(rows int, title string) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		line := func(n int, texts ...string) bool {
			row := intake.Row{Number: n}
			for _, t := range texts {
				row.Cells = append(row.Cells, intake.Cell{Text: t})
			}
			return yield(row, nil)
		}
		if !line(1, "工单号", "标题", "所属系统", "险种", "区域", "申请人", "联系电话", "到达时间", "处理完毕时间") {
			return
		}
		for i := range rows {
			if !line(2+i, fmt.Sprintf("JS2026-%05d", i), fmt.Sprintf("%s%d", title, i), "社会保险系统", "企业职工养老", "丹徒区", "王小明",
				"13900000000", "2026-03-09 10:00", map[bool]string{true: "2026-03-09 15:00"}[i%2 == 0]) {
				return
			}
		}
	}
}

func rebuild(_ place, s *boot.Session) error {
	_, err := s.Store.Rebuild(ctx, nil)
	return err
}

func verify(_ place, s *boot.Session) error {
	a, err := s.Store.Verify(ctx, nil)
	if err == nil && !a.OK {
		return fmt.Errorf("verifying: %v", a.Faults)
	}
	return err
}

func passwd(_ place, s *boot.Session) error { return s.ChangePassword(password, renewed) }

func addAccount(name string) func(place, *boot.Session) error {
	return func(_ place, s *boot.Session) error {
		_, err := s.AddAccount(ctx, name, "An0ther!One", ledger.Engineer)
		return err
	}
}

func disable(_ place, s *boot.Session) error { return s.Disable(ctx, "李工") }

func rekey(_ place, s *boot.Session) error { return s.ChangeDataKey(ctx, nil) }

func (p place) backupFile() string { return filepath.Join(p.dir, "backup.opsbak") }

func backUp(p place, s *boot.Session) error {
	_, err := s.Backup(ctx, p.backupFile(), nil)
	return err
}

// template is a small store, made once: founded, with tickets imported and a few steps taken.
func template(t testing.TB, dir string) *memory {
	t.Helper()
	m := ramdisk.New()
	p := on(m, m, dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := p.found(); err != nil {
		t.Fatal(err)
	}
	s, err := boot.Open(ctx, p.options(password))
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range []func(place, *boot.Session) error{importing(5, "计息有误"), receive, addAccount("李工"), act("ticket", firstTicket, "accept")} {
		if err := run(p, s); err != nil {
			t.Fatal(err)
		}
	}
	ruled(t, m, p, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return m
}
