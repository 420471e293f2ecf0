package screens

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"opsledger/app"
	"opsledger/ui/theme"
	"opsledger/ui/widgets"
)

// Account is a way into the store.
type Account struct {
	app.Seat
	State string // active, disabled, uncertified
}

// Office is what the settings ask of the store's keys and files.
type Office interface {
	Accounts(ctx context.Context) ([]Account, error)
	AddAccount(ctx context.Context, name, password, role string) error
	SetRoles(ctx context.Context, name string, roles []string) error
	Disable(ctx context.Context, name string) error
	// ChangePassword changes this account's; old is asked for, as whoever sits down at an open window does not have it.
	ChangePassword(ctx context.Context, old, new string) error
	// NewRecoveryKey makes another paper key, told once; the one before opens nothing any more.
	NewRecoveryKey(ctx context.Context, password string) (string, error)
	// RenewKey puts another signing key in the place of this account's; the old one signs nothing any more.
	RenewKey(ctx context.Context, password string) error
	// Backup makes a file in a folder, verified by opening it; CheckBackup verifies one that was made before.
	Backup(ctx context.Context, dir string, progress func(done, total int)) (Kept, error)
	CheckBackup(ctx context.Context, path string, progress func(done, total int)) (Kept, error)
	ReadFile(path string) ([]byte, error)
	Device() Device
}

// Kept is what a backup holds.
type Kept struct {
	File             string
	Size             int64
	Commits, Records int
}

// Device is this PC as the store knows it.
type Device struct{ Program, Feed, Station, Role string }

// setting is a section of the settings.
type setting struct {
	key, icon, label string
	draw             func(*Settings)
}

func allSettings() []setting {
	return []setting{
		{"accounts", "users", "账号与角色", (*Settings).accounts},
		{"password", "key", "口令与恢复密钥", (*Settings).passwords},
		{"idle", "lock", "空闲锁定", (*Settings).idle},
		{"look", "sun", "外观", (*Settings).looks},
		{"backup", "database", "备份", (*Settings).backups},
		{"calendar", "calendar", "工作日历", (*Settings).calendar},
		{"words", "tags", "字典", (*Settings).words},
		{"contract", "file-text", "合同与作息", (*Settings).contracts},
		{"about", "info-circle", "关于", (*Settings).about},
	}
}

// settingsWidth is the list of sections.
const settingsWidth = 156

// Settings shows what is set for this ledger and this PC: the sections, and the one chosen beside them.
type Settings struct {
	Form *widgets.Form // of the section or the dialog that is open
	Act  *widgets.Button

	Folder *widgets.Input // that a backup goes to

	frame   Frame
	desk    *Desk
	at      setting
	said    *widgets.Notice
	running *fyne.Container
	pane    *fyne.Container
	content *fyne.Container
	year    int    // of the calendar
	dict    string // of the dictionaries
	then    func() // what follows the dialog that is open, in place of saying that it is done
}

// NewSettings makes the screen at a section; "" is the first.
func NewSettings(f Frame, d *Desk, section string) *Settings {
	s := &Settings{frame: f, desk: d, said: widgets.NewNotice(), running: container.NewStack(), pane: container.NewStack(), year: f.Now().Year(), dict: "region"}
	all := allSettings()
	s.at = all[0]
	var list []widgets.Part
	for _, one := range all {
		if one.key == section {
			s.at = one
		}
	}
	for _, one := range all {
		p := widgets.NewPlace(one.icon, one.label, func() { f.Open("settings", one.key) })
		p.SetCurrent(one.key == s.at.key)
		list = append(list, widgets.Fixed(p))
	}
	s.running.Hide()
	right := widgets.Column(10, widgets.Fixed(s.said), widgets.Fixed(s.running), widgets.Grow(s.pane))
	menu := widgets.On(widgets.NewPanel(theme.Nav, "", 8), widgets.Inset(8, 0, widgets.Column(2, append(list, widgets.Grow(widgets.Spring()))...)))
	s.content = widgets.Row(12, widgets.Wide(settingsWidth, menu), widgets.Grow(right))
	s.at.draw(s)
	return s
}

// Content is the screen laid out.
func (s *Settings) Content() fyne.CanvasObject { return s.content }

// Said is what the screen last told.
func (s *Settings) Said() string { return s.said.Said() }

// show puts a section's cards into the pane.
func (s *Settings) show(cards ...fyne.CanvasObject) {
	s.pane.Objects = []fyne.CanvasObject{widgets.Scrolled(widgets.InsetEach(0, 10, 0, 0, widgets.Stack(12, cards...)))}
	s.content.Refresh()
}

// card is a part of a section: its title, what stands beside it, a sentence about it, and rows.
func card(title, about string, beside fyne.CanvasObject, rows ...fyne.CanvasObject) fyne.CanvasObject {
	var inside []fyne.CanvasObject
	if about != "" {
		inside = append(inside, widgets.NewParagraph(about, theme.SizeHelp, theme.Text2))
	}
	return widgets.Card(title, beside, widgets.Stack(10, append(inside, rows...)...))
}

// read reads what a section shows and draws it.
func read[T any](s *Settings, what func(context.Context) (T, error), draw func(T)) {
	run(s.desk, what, func(v T, err error) {
		if err != nil {
			s.refuse(err)
			return
		}
		draw(v)
	})
}

func (s *Settings) refuse(err error) {
	refuse(s.said, err)
	s.content.Refresh()
}

func (s *Settings) tell(text, more string) {
	s.said.Tell(widgets.Good, text, more)
	s.content.Refresh()
}

// do does something, says that it is done and draws the section anew.
func (s *Settings) do(said string, what func(context.Context) error) {
	s.said.Clear()
	run(s.desk, func(ctx context.Context) (bool, error) { return true, what(ctx) }, func(_ bool, err error) {
		if err != nil {
			s.refuse(err)
			Retry(s.frame.Window(), s.desk, err, func() { s.do(said, what) })
			return
		}
		s.tell(said, "")
		s.at.draw(s)
	})
}

// ask asks fields in a dialog and then does something with them; what is refused is told in the dialog, where it can be mended.
func (s *Settings) ask(q widgets.Question, specs []widgets.FieldSpec, said string, what func(context.Context, map[string]string) error) {
	form := widgets.NewForm(specs, datesOf(s.desk))
	told := widgets.NewNotice()
	q.OnBack = func() { s.then = nil }
	q.Content, q.First, q.Width = widgets.Stack(12, form, told), form.First(), 460
	q.OnVerb = func() bool { form.Submit(); return true }
	d := widgets.Ask(s.frame.Window().Canvas(), q)
	s.Form, form.OnCancel = form, d.Back
	form.OnEnter = func(*widgets.Field) { d.Fit() }
	busy := false
	form.OnSubmit = func(values map[string]string) {
		if busy {
			return
		}
		busy = true
		run(s.desk, func(ctx context.Context) (bool, error) { return true, what(ctx, values) }, func(_ bool, err error) {
			if busy = false; err != nil {
				refuse(told, err)
				d.Fit()
				return
			}
			d.Close()
			if then := s.then; then != nil {
				s.then = nil
				then()
				return
			}
			s.tell(said, "")
			s.at.draw(s)
		})
	}
}

// fact is a line that says something: its name and what it is.
func fact(name, value string) fyne.CanvasObject {
	return widgets.Row(12, widgets.Wide(96, widgets.NewText(name, theme.SizeBody, theme.Text2)), widgets.Part{CanvasObject: widgets.Body(value).Cut(), Weight: 1})
}
