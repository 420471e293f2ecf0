// Package screens owns what a person sees: one file a screen, read from top to bottom. Screens call use cases
// through Desk, show what ui/view formats, and start nothing themselves but through ui/work.
package screens

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/intake"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
	"opsledger/ui/work"
)

// Desk is an open store with what the window needs of the rooms it may not enter.
type Desk struct {
	*app.App
	Name   string // of the store
	Dir    string
	Import func(ctx context.Context, kind, path string, in app.Importing, reading func(rows int)) (app.Imported, error)
	// Paper writes the recovery key as a page to be printed into a folder, and names the file.
	Paper  func(dir, key string) (path string, err error)
	Office Office
	Away   bool // the store lies elsewhere than it last did: nothing is written until Arrive says why
	Arrive func(ctx context.Context, copied bool, station string) error
	Close  func() error
	Files  Files

	Page       func(rep app.Report, page, width int) (img image.Image, pages int, err error) // of the document, from 1; none beyond its last
	Report     func(rep app.Report, path string) error                                       // makes the file its ending names
	ReportName func(rep app.Report) string
	Sheet      func(p app.Printed, path string) error              // makes a record's page as PDF
	PageName   func(p app.Printed) string                          // of its file, without an ending
	Forms      func(kind string) []Form                            // that offices sign, of a kind's records
	FormFile   func(name string, p app.Printed, path string) error // makes the file its ending names
	FormName   func(name string, p app.Printed) string             // of its file, without an ending
	ScoreFile  func(s app.Scored, path string) error               // makes the file its ending names
	ScoreName  func(s app.Scored) string
	Template   func(ctx context.Context, kind, path string) error // makes a kind's empty spreadsheet
	Faults     func(path string, faults []intake.Fault) error     // makes a table of them

	ExportFile func(ctx context.Context, e app.Export, path string) (rows int, err error) // into .xlsx or .csv
	AuditFile  func(ctx context.Context, q app.AuditQuery, path string, progress func(done, total int)) (rows int, err error)
	Answers    func(ctx context.Context, path string) (rows int, err error) // the questions and answers in force, for the AI customer service
	ReadFile   func(path string) ([]byte, error)                            // a file to be attached
	WriteFile  func(path string, raw []byte) error                          // whole or not at all

	Lists Lists

	Elsewhere func(ctx context.Context, dir, user, password string) (Elsewhere, error) // the score of another store, opened as long as it is read

	elsewhere []Elsewhere // those read
	staked    staked      // the score reckoned last

	last    *taken            // the step Ctrl+Z takes back, nil none
	listed  map[string]memory // how the lists looked last, by kind
	marks   map[string]widgets.DayMark
	folders map[string]string    // used last, by what for; the store keeps them too
	months  map[string]time.Time // that calendars showed last, by screen: going back comes to them again

	Edges Edges // what the window's edges show at first

	left    bool // the window was locked
	under   map[int]func()
	begun   int
	typings map[string]*typing // forms being typed into, by name
}

// Edges are what stands around every screen, as far as it was read before the window opens on it: nil, it was not.
type Edges struct {
	Bearings  *app.Bearings
	Reminders *app.Reminders
}

// edged reads what the edges show of a store just opened. What can't be read they ask for again, and tell.
func edged(ctx context.Context, d *Desk, err error) (*Desk, error) {
	if err != nil {
		return d, err
	}
	if b, err := d.Bearings(ctx); err == nil {
		d.Edges.Bearings = &b
	}
	if r, err := d.Remind(ctx); err == nil {
		d.Edges.Reminders = &r
	}
	return d, nil
}

// monthOf is the month a calendar begins with: the one named (2026-03), else the one it showed last, else this one.
func (d *Desk) monthOf(screen, about string) time.Time {
	if at, err := time.ParseInLocation("2006-01", about, ledger.Zone); err == nil {
		return at
	}
	if at, ok := d.months[screen]; ok {
		return at
	}
	return d.Now()
}

// sawMonth keeps the month a calendar shows, and gives its first day.
func (d *Desk) sawMonth(screen string, at time.Time) time.Time {
	at = at.In(ledger.Zone)
	if d.months == nil {
		d.months = map[string]time.Time{}
	}
	d.months[screen] = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, ledger.Zone)
	return d.months[screen]
}

// Leave stops what is under way, whose outcome is not shown any more, and keeps what is typed as drafts.
func (d *Desk) Leave() {
	d.left = true
	for _, cancel := range d.under {
		cancel()
	}
	d.keepDrafts()
}

// Busy tells whether work is under way.
func (d *Desk) Busy() bool { return len(d.under) > 0 }

// Setup is what the first run asks.
type Setup struct {
	Name, User, Password string
	Start, End           string
	Hours                string
}

// Gate opens and makes stores.
type Gate interface {
	Exists() bool
	Dir() string
	Files() Files
	// Choose takes another folder for the store; what can't hold one is refused.
	Choose(dir string) error
	// Accounts are the names of the accounts in use, as far as they can be read without a password.
	Accounts() []string
	// Recover opens the store by its paper key and gives an account a new password; "" is the only account.
	Recover(ctx context.Context, user, key, password string) (*Desk, error)
	Open(ctx context.Context, user, password string) (*Desk, error)
	Create(ctx context.Context, s Setup) (d *Desk, recoveryKey string, err error)
}

// Frame is what screens ask of the window.
type Frame interface {
	Window() fyne.Window
	Enter(*Desk)
	Show(content fyne.CanvasObject)
	Open(screen string, args ...string)
	OpenList(kind string, f app.Filter) // the list of a kind, narrowed
	Back()                              // to the place before
	Now() time.Time
	OpenRecord(kind, id string)
	Tell(t widgets.Toast)  // what was done, with a way back
	Changed()              // a step was taken back: what is shown is read anew
	Refresh()              // something was recorded: what the edges count is read anew
	Knock()                // back to the screen before the store
	SetIdle(time.Duration) // how long the window may stand unused before it locks
}

// Fail shows a failure in its three parts: what happened, what was kept, what to do next.
func Fail(w fyne.Window, err error) {
	widgets.Ask(w.Canvas(), widgets.Question{Title: "没有办成", Content: threeParts(err), Back: "知道了", Width: 460})
}

// threeParts says what happened, what was kept and what to do next; a part that has nothing to say is left out.
func threeParts(err error) fyne.CanvasObject {
	f := fault.Of(err)
	out := widgets.Stack(6)
	for _, part := range []struct {
		icon string
		ink  fyne.ThemeColorName
		text string
	}{{"alert-circle", theme.Red, f.Message}, {"circle-check", theme.Green, f.Kept}, {"arrow-right", theme.Primary, f.Remedy}} {
		if part.text != "" {
			out.Add(widgets.Marked(part.icon, part.ink, widgets.NewParagraph(part.text, theme.SizeBody, theme.Text)))
		}
	}
	return out
}

// Retry shows a failure. Where this PC's clock looks wrong it asks for today's date instead, and tries again. The date
// is retyped as it stands on paper: what is reckoned from the clock, as 今天 is, would prove nothing.
func Retry(w fyne.Window, d *Desk, err error, again func()) {
	if !fault.Is(err, fault.Backdated) {
		Fail(w, err)
		return
	}
	today := widgets.NewForm([]widgets.FieldSpec{{Key: "today", Label: "今天的日期", Required: true, Placeholder: "2026-03-05"}}, widgets.Dates{})
	ask := widgets.Ask(w.Canvas(), widgets.Question{Title: "核对日期", Body: fault.Of(err).Message + "。请核对本机日期；确认无误时，输入今天的日期后继续。",
		Content: today, First: today.First(), Verb: "日期无误，继续", Width: 460, OnVerb: func() bool { today.Submit(); return true }})
	today.OnCancel = ask.Back
	today.OnSubmit = func(values map[string]string) {
		ask.Close()
		d.ConfirmDate(values["today"])
		again()
	}
}

// run does work on an open store and gives its result, unless the window was locked meanwhile: then it is stopped.
func run[T any](d *Desk, do func(context.Context) (T, error), done func(T, error)) (cancel func()) {
	if d.under == nil {
		d.under = map[int]func(){}
	}
	d.begun++
	n := d.begun
	d.under[n] = work.Run(do, func(v T, err error) {
		delete(d.under, n)
		if !d.left {
			done(v, err)
		}
	})
	return d.under[n]
}

// reads are those a place of the screen began.
type reads struct{ begun int }

// reread does work for a place of the screen. Of several begun one after another only the last gives its result: an
// earlier one that ends later would show again what is no longer chosen, or unmasked what was masked since.
func reread[T any](d *Desk, of *reads, do func(context.Context) (T, error), done func(T, error)) (cancel func()) {
	of.begun++
	n := of.begun
	return run(d, do, func(v T, err error) {
		if n == of.begun {
			done(v, err)
		}
	})
}

func enable(b fyne.Disableable, on bool) {
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}
