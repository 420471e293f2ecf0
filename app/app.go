package app

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/record/attendance"
	"opsledger/app/record/calendar"
	"opsledger/app/record/change"
	"opsledger/app/record/check"
	"opsledger/app/record/comparison"
	"opsledger/app/record/complaint"
	"opsledger/app/record/contract"
	"opsledger/app/record/coordination"
	"opsledger/app/record/dictionary"
	"opsledger/app/record/disclosure"
	"opsledger/app/record/duty"
	"opsledger/app/record/finding"
	"opsledger/app/record/improvement"
	"opsledger/app/record/indicator"
	"opsledger/app/record/knowledge"
	"opsledger/app/record/person"
	"opsledger/app/record/report"
	"opsledger/app/record/routine"
	"opsledger/app/record/ruling"
	"opsledger/app/record/security"
	"opsledger/app/record/system"
	"opsledger/app/record/ticket"
	"opsledger/app/record/training"
	"opsledger/app/record/turnover"
	"opsledger/app/record/unit"
	"opsledger/app/record/visit"
)

// Kinds are the record kinds of this program.
func Kinds() *ledger.Registry {
	return ledger.NewRegistry(ticket.Kind, change.Kind, visit.Kind, finding.Kind, training.Kind,
		attendance.Kind, attendance.LeaveKind, duty.Kind, duty.CalloutKind, person.Kind, turnover.Kind, person.AppraisalKind, person.EquipmentKind,
		security.Kind, complaint.Kind, complaint.SurveyKind, report.Kind, improvement.Kind,
		knowledge.ManualKind, knowledge.QAKind, knowledge.NoticeKind, knowledge.RegulationKind,
		routine.Kind, routine.RunKind, indicator.Kind, system.Kind, unit.Kind, coordination.Kind, check.Kind, security.DrillKind,
		contract.Kind, ruling.Kind, comparison.Kind, dictionary.Kind, calendar.Kind, disclosure.Kind)
}

// Options are what a session needs from outside.
type Options struct {
	Store   Store
	Kinds   *ledger.Registry
	Author  ledger.Author
	Account string
	Station string // two digits in readable numbers
	Device  string // what this store is called
	Ledger  ledger.LedgerID
	Seed    dictionary.Set
	Years   [][]byte // shipped holiday years
	Schemes [][]byte // shipped contract schemes; the first is taken where a contract names none
	Now     func() time.Time
	Courier Courier
	Random  io.Reader // nil: crypto/rand
}

// App is one person's session with one ledger.
type App struct {
	Options
	present   *App   // of a session that looks at the past: the one that writes
	confirmed string // the date retyped, where this PC's clock looks wrong
	calendar  *keptCalendar
}

// New makes a session. The store is already unlocked by the account's password.
func New(o Options) *App {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	return &App{Options: o, calendar: &keptCalendar{}}
}

// Found writes the first commit of a ledger: this account's key as its local root.
func (a *App) Found(ctx context.Context, c ledger.Certificate) error {
	return a.Store.Write(ctx, func(w Writer) error {
		return a.write(ctx, w, []stepEntry{{entry: ledger.CertificateEntry(a.Ledger, ledger.RosterRoot, c)}})
	})
}

// Certificate finds who this session signs as.
func (a *App) Certificate(ctx context.Context) (c ledger.Certificate, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		c, _ = roster.Certificate(a.Author.Actor())
		return nil
	})
	return c, err
}

// stepEntry is an entry with its personal part still in the clear.
type stepEntry struct {
	entry    ledger.Entry
	personal ledger.Fields
}

// commitBytes keeps a commit under its bound with room for keys and signature.
const commitBytes = ledger.MaxBytes - 64<<10

// group joins the commits of one use case: one name, one time.
type group struct {
	name string
	wall time.Time
}

func (a *App) newGroup() (group, error) {
	name, err := a.random(16)
	return group{name: name, wall: a.Now()}, err
}

// write joins entries into as few commits as the bounds allow, in a group of their own.
func (a *App) write(ctx context.Context, w Writer, entries []stepEntry) error {
	g, err := a.newGroup()
	if err != nil {
		return err
	}
	return a.writeIn(ctx, w, g, entries)
}

func (a *App) writeIn(ctx context.Context, w Writer, g group, entries []stepEntry) error {
	for len(entries) > 0 {
		n, err := fits(entries)
		if err != nil {
			return err
		}
		if err := a.commit(ctx, w, entries[:n], g); err != nil {
			return err
		}
		entries = entries[n:]
	}
	return nil
}

func fits(entries []stepEntry) (int, error) {
	size := 0
	for i, e := range entries {
		if size += atMost(e.entry); i > 0 && (i == ledger.MaxEntries || size > commitBytes) {
			return i, nil
		}
		if size <= commitBytes {
			continue
		}
		raw, err := ledger.Canonical(e.entry)
		if err != nil {
			return 0, fmt.Errorf("writing step: %w", err)
		}
		if size = len(raw) + 80; size > commitBytes {
			return 0, fault.New(fault.Refused, "这一步的内容太长（超过1 MB）").With("请把长内容作为附件保存")
		}
	}
	return len(entries), nil
}

// atMost is what an entry takes in a commit at most, in bytes: writing it out to see would cost as much again.
func atMost(e ledger.Entry) int {
	size := 400 // names and punctuation, IDs, the hash of a personal part
	for key, v := range e.Fields {
		text, ok := v.(string)
		if !ok {
			text = fmt.Sprint(v)
		}
		size += len(key) + 8
		for i := range len(text) {
			switch c := text[i]; {
			case c < ' ':
				size += 6
			case c == '"' || c == '\\':
				size += 2
			default:
				size++
			}
		}
	}
	return size
}

func (a *App) commit(ctx context.Context, w Writer, entries []stepEntry, g group) error {
	tip, err := w.Tip(ctx)
	if err != nil {
		return err
	}
	d := ledger.Draft{Group: g.name, Wall: g.wall}
	for i, e := range entries {
		d.Entries = append(d.Entries, e.entry)
		if len(e.personal) == 0 {
			continue
		}
		p, err := ledger.NewPersonal(e.personal, a.Random)
		if err != nil {
			return err
		}
		if d.Personal == nil {
			d.Personal = map[int]ledger.Personal{}
		}
		d.Personal[i] = p
	}
	s, err := a.Author.Write(tip, d)
	if err != nil {
		return fmt.Errorf("sealing commit: %w", err)
	}
	return w.Append(ctx, s)
}

func (a *App) random(n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(a.Random, b); err != nil {
		return "", fmt.Errorf("random: %w", err)
	}
	return hex.EncodeToString(b), nil
}

// maxAhead is how far the clock may have run since the last commit before the date must be retyped.
const maxAhead = 35 * 24 * time.Hour

// ConfirmDate takes today's date as a person retyped it (2026-03-05); it holds for the session.
func (a *App) ConfirmDate(date string) { a.confirmed = strings.TrimSpace(date) }

// checkClock makes a person retype the date where this PC's clock went back or far ahead since the last commit.
func (a *App) checkClock(ctx context.Context, r Reader) error {
	tip, err := r.Tip(ctx)
	if err != nil || tip.Prev == nil {
		return err
	}
	now := a.Now()
	if (now.Before(tip.Prev.Wall.Add(-time.Minute)) || now.After(tip.Prev.Wall.Add(maxAhead))) && a.confirmed != now.In(ledger.Zone).Format(time.DateOnly) {
		return fault.New(fault.Backdated, now.In(ledger.Zone).Format("2006-01-02 15:04"), tip.Prev.Wall.In(ledger.Zone).Format("2006-01-02 15:04"))
	}
	return nil
}
