// Package ui owns the window: which screen is shown, the navigation, locking. It calls use cases only, through the
// gate it is given; it imports app, assets and its own parts.
package ui

import (
	"encoding/json"
	"io/fs"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/ticket"
	"opsledger/ui/screens"
	"opsledger/ui/widgets"
)

// Window is the program's one window.
type Window struct {
	win   fyne.Window
	gate  screens.Gate
	now   func() time.Time
	desk  *screens.Desk
	main  *fyne.Container
	trail Trail
	edges edges
	idle  idle
	was   was

	tidying   *screens.Desk       // whose store is being tidied, or could not be
	reminding *reminding          // nil while locked
	pressing  *fyne.Container     // what must be done before work ends, below the header
	around    []fyne.CanvasObject // the window's edges, hidden where a screen takes all of it
	body      *fyne.Container
	whole     *fyne.Container // the edges and the body
	toasts    *widgets.Toasts
	handbook  fs.FS
	tour      tour
	given     []string // files to take up once the store is open

	Login    *screens.Login
	FirstRun *screens.FirstRun
	Records  *screens.Records // the list shown, nil where none is
	Tickets  *screens.Records // the list of tickets shown last
	Board    *screens.Dashboard
	Import   *screens.Import
	Reports  *screens.Reports
	Score    *screens.Score
	Settings *screens.Settings
	Face     screens.Face // a view of a place beside its list, nil where none is shown
}

// New puts the first screen into a window: first run where there is no store, else login.
func New(win fyne.Window, gate screens.Gate, now func() time.Time) *Window {
	w := &Window{win: win, gate: gate, now: now}
	win.SetTitle("运维台账")
	win.SetPadded(false)
	win.Resize(lastSize())
	win.SetOnClosed(func() { keepSize(win.Canvas().Size()); w.Lock() })
	win.SetOnDropped(w.dropped)
	win.Canvas().SetOnTypedKey(w.key)
	w.Knock()
	return w
}

// Carry gives the window the manual: manual.zh.md and its pictures.
func (w *Window) Carry(handbook fs.FS) { w.handbook = handbook }

// Given names files the program was started with: they are taken up, as if let go over the window, once the store is open.
func (w *Window) Given(paths ...string) { w.given = paths }

// help opens the manual where it tells about what is shown.
func (w *Window) help() { w.Open("help", w.trail.Here().Screen) }

// Knock shows the screen before the store: first run or login.
func (w *Window) Knock() {
	if !w.gate.Exists() {
		w.FirstRun = screens.NewFirstRun(w, w.gate)
		w.Show(w.FirstRun.Content())
		w.win.Canvas().Focus(w.FirstRun.First())
		return
	}
	w.FirstRun = nil
	w.Login = screens.NewLogin(w, w.gate, w.was.account)
	w.Show(w.Login.Content())
	w.Login.Tell(w.was.why)
	w.win.Canvas().Focus(w.Login.First())
}

// Window implements screens.Frame.
func (w *Window) Window() fyne.Window { return w.win }

// Now implements screens.Frame.
func (w *Window) Now() time.Time { return w.now() }

// Show implements screens.Frame. Where the window is smaller than what it shows, as at 200 % on a small screen, all of it is
// scrolled: nothing is out of reach.
func (w *Window) Show(content fyne.CanvasObject) {
	w.win.SetContent(container.NewScroll(content))
}

// Enter implements screens.Frame: the store is open.
func (w *Window) Enter(d *screens.Desk) {
	founded := w.FirstRun != nil
	w.desk, w.trail, w.Login = d, Trail{}, nil
	if d.Account == w.was.account {
		w.trail = w.was.trail
	}
	w.main = container.NewStack()
	w.bind(true)
	w.pressing = container.NewStack()
	w.pressing.Hide()
	head, foot, nav := w.header(), w.status(), w.navigation()
	w.around = []fyne.CanvasObject{head, foot, nav}
	w.body = widgets.Column(0, widgets.Fixed(head), widgets.Fixed(w.pressing), widgets.Grow(w.main), widgets.Fixed(foot))
	if b := d.Edges.Bearings; b != nil {
		w.edges.fill(w, *b)
	}
	w.whole = widgets.Row(0, widgets.Wide(navWidth, nav), widgets.Grow(w.body))
	w.Show(w.under(w.guided(w.whole)))
	w.watchIdle()
	screens.AskArrival(w, d)
	if here := w.trail.Here(); here.Screen != "" {
		w.arrive(here)
	} else {
		w.Open(places[0].screen)
	}
	w.remind()
	w.offerTour(founded)
	if !d.Away {
		w.Drop(w.given...)
		w.given = nil
	}
}

// Open implements screens.Frame: the first argument says what the screen is about.
func (w *Window) Open(screen string, about ...string) {
	to := Route{Screen: screen}
	if len(about) > 0 {
		to.About = about[0]
	}
	w.trail.Go(to)
	w.arrive(to)
}

// Back goes to the place before; Forward is its inverse.
func (w *Window) Back() { w.step(w.trail.Back()) }

// Forward goes to the place one came back from.
func (w *Window) Forward() { w.step(w.trail.Forward()) }

func (w *Window) step(to Route, ok bool) {
	if ok {
		w.arrive(to)
	}
}

// arrive shows a place.
func (w *Window) arrive(to Route) {
	w.main.Objects = []fyne.CanvasObject{widgets.Inset(12, 16, w.screen(to))}
	w.main.Refresh()
	w.fill(to.Screen == "training/signin" && to.About != "")
	w.edges.show(w, to)
	w.Refresh()
}

// fill gives a screen all of the window, or the room between its edges.
func (w *Window) fill(all bool) {
	for _, o := range w.around {
		if all {
			o.Hide()
		} else {
			o.Show()
		}
	}
	w.whole.Refresh()
	w.body.Refresh()
}

func (w *Window) screen(to Route) fyne.CanvasObject {
	w.Records, w.Face = nil, nil
	if w.Face = w.face(to); w.Face != nil {
		return w.Face.Content()
	}
	switch to.Screen {
	case "dashboard":
		w.Board = screens.NewDashboard(w, w.desk)
		return w.Board.Content()
	case "import":
		w.Import = screens.NewImport(w, w.desk, w.imported(to.About))
		return w.Import.Content()
	case "report/period":
		w.Reports = screens.NewReports(w, w.desk, to.About)
		return w.Reports.Content()
	case "score":
		w.Score = screens.NewScore(w, w.desk, to.About)
		return w.Score.Content()
	case "settings":
		w.Settings = screens.NewSettings(w, w.desk, to.About)
		return w.Settings.Content()
	}
	k := registry.Kind(kindOf(to.Screen))
	if k == nil {
		k = ticket.Kind
	}
	w.Records = screens.NewRecords(w, w.desk, k)
	if k == ticket.Kind {
		w.Tickets = w.Records
	}
	content := w.Records.Content()
	if id, ok := recordOf(to.About); ok {
		w.Records.OpenRecord(id)
	} else if f, ok := filterOf(to.About); ok {
		w.Records.Only(f)
	}
	return content
}

// face makes a view of a place beside its list; nil where the screen is none.
func (w *Window) face(to Route) screens.Face {
	switch to.Screen {
	case "exchange":
		return screens.NewExchange(w, w.desk)
	case "exchange/enrol":
		return screens.NewEnrol(w, w.desk)
	case "exchange/conflicts":
		return screens.NewConflicts(w, w.desk)
	case "exchange/rulings":
		return screens.NewRulings(w, w.desk)
	case "exchange/stations":
		return screens.NewStations(w, w.desk)
	case "attendance/month":
		return screens.NewMonth(w, w.desk, to.About)
	case "attendance/onsite":
		return screens.NewOnSite(w, w.desk)
	case "duty/calendar":
		return screens.NewDutyCalendar(w, w.desk, to.About)
	case "duty/year":
		return screens.NewDutyYear(w, w.desk)
	case "training/signin":
		if to.About == "" {
			return screens.NewSignInChoice(w, w.desk)
		}
		return screens.NewSignIn(w, w.desk, to.About)
	case "training/coverage":
		return screens.NewCoverage(w, w.desk)
	case "audit":
		return screens.NewAudit(w, w.desk)
	case "audit/verify":
		return screens.NewVerify(w, w.desk)
	case "training/recurring":
		return screens.NewRecurring(w, w.desk)
	case "comparison/lists":
		return screens.NewComparing(w, w.desk, to.About)
	case "help":
		return screens.NewHelp(w.handbook, to.About)
	}
	return nil
}

// imported is the kind an import is of: tickets, where none is named.
func (w *Window) imported(about string) *ledger.Kind {
	if k := registry.Kind(about); k != nil {
		return k
	}
	return ticket.Kind
}

// OpenList implements screens.Frame. The filter is part of the way: going back comes to it again.
func (w *Window) OpenList(kind string, f app.Filter) {
	about, err := json.Marshal(f)
	if err != nil {
		fyne.LogError("keeping a filter", err)
	}
	w.Open(screenOf(kind), string(about))
}

func filterOf(about string) (f app.Filter, ok bool) {
	return f, about != "" && json.Unmarshal([]byte(about), &f) == nil
}
