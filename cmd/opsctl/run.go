package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"opsledger/app/fault"
	"opsledger/cmd/internal/boot"
	"opsledger/storage/vault"
)

// Exit codes, as opsctl.md gives them.
const (
	exitDone     = 0
	exitRefused  = 1
	exitUsage    = 2
	exitPassword = 3
	exitDamaged  = 4
	exitInUse    = 5
)

// console is what a run talks to; tests put their own in.
type console struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
	cost     vault.Cost       // zero in the program; tests lower it
	now      func() time.Time // nil in the program
}

func std() console {
	return console{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv}
}

// command is one verb.
type command struct {
	name  string
	usage string
	about string
	flags []string // value options beyond the common ones; a trailing ! marks a switch
	run   func(context.Context, *call) error
}

// call is one run of a command.
type call struct {
	console
	command command
	args    []string
	options map[string][]string
	json    bool
	refused bool // what is told was in part refused: the command ends with 1
}

func commands() []command {
	return []command{cmdInit, cmdContract, cmdTemplate, cmdImport, cmdExport, cmdList, cmdView, cmdShow, cmdAct, cmdClock, cmdReport, cmdCheck, cmdWorktime, cmdDue, cmdUnsynced, cmdQA, cmdUnsigned, cmdForm, cmdVisit, cmdTraining, cmdPattern, cmdRoutine, cmdComparison, cmdCompare, cmdAttach, cmdDetach, cmdErase,
		cmdAudit, cmdRebuild, cmdBackup, cmdRestore, cmdRekey, cmdAccount, cmdPasswd, cmdDisable, cmdRecover, cmdRole, cmdDemo, cmdKinds, cmdDict, cmdCalendar,
		cmdDevice, cmdBundle, cmdConflict,
		cmdAttendance, cmdDuty, cmdOnSite, cmdScore, cmdCloseYear}
}

func run(argv []string, c console) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	k := &call{console: c, options: map[string][]string{}}
	err := k.guarded(ctx, argv)
	switch {
	case err == nil && k.refused:
		return exitRefused
	case err == nil:
		return exitDone
	}
	f := fault.Of(err)
	if k.json {
		k.print(map[string]any{"error": told(f)})
	} else {
		fmt.Fprintln(c.err, f.Error())
	}
	if f.Code == fault.Internal && c.env("OPSLEDGER_DEBUG") != "" {
		fmt.Fprintln(c.err, err)
	}
	return exitOf(f.Code)
}

// guarded keeps a panic from a person: it is a failure like any other.
func (k *call) guarded(ctx context.Context, argv []string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fault.New(fault.Internal).Because(fmt.Errorf("panic: %v", r))
		}
	}()
	return k.dispatch(ctx, argv)
}

// told gives a failure for machines.
func told(f *fault.Fault) map[string]string {
	return map[string]string{"code": string(f.Code), "message": f.Message, "kept": f.Kept, "remedy": f.Remedy}
}

func exitOf(code fault.Code) int {
	switch code {
	case fault.Usage, fault.NotYet, fault.BadPeriod, fault.UnknownKind, fault.UnknownAction, fault.UnknownField:
		return exitUsage
	case fault.WrongPassword, fault.TooOften, fault.NoAccount, fault.RecoveryKey:
		return exitPassword
	case fault.Damaged, fault.DamagedPage, fault.DamagedSlot, fault.NotVault, fault.Unfinished, fault.Newer, fault.BadBackup, fault.NotBackup, fault.BadBundle, fault.NotBundle:
		return exitDamaged
	case fault.InUse:
		return exitInUse
	}
	return exitRefused
}

func (k *call) dispatch(ctx context.Context, argv []string) error {
	name := verb(argv)
	k.json = slices.Contains(argv, "--json")
	if name == "help" || slices.Contains(argv, "--help") {
		k.help()
		return nil
	}
	for _, c := range commands() {
		if c.name == name {
			if err := k.parse(c, argv); err != nil {
				return err
			}
			return c.run(ctx, k)
		}
	}
	if name == "" {
		if !k.json {
			k.help()
		}
		return fault.New(fault.Usage, "没有给出命令")
	}
	return fault.New(fault.Usage, "没有“"+name+"”这个命令")
}

// verb finds the command's name: the first word that is neither an option nor the value of one.
func verb(argv []string) string {
	valued := map[string]bool{}
	for _, c := range append(commands(), command{flags: common}) {
		for _, f := range c.flags {
			valued[f] = !strings.HasSuffix(f, "!")
		}
	}
	for i := 0; i < len(argv); i++ {
		option, ok := strings.CutPrefix(argv[i], "--")
		if !ok {
			return argv[i]
		}
		if valued[option] {
			i++
		}
	}
	return ""
}

// common options stand with every command.
var common = []string{"store", "user", "password-file", "wait", "json!", "confirm-date", "here", "station", "name"}

// parse sorts options from arguments; options stand anywhere.
func (k *call) parse(c command, argv []string) error {
	k.command = c
	known := map[string]bool{} // name → is a switch
	for _, f := range append(append([]string{}, common...), c.flags...) {
		name, isSwitch := strings.CutSuffix(f, "!")
		known[name] = isSwitch
	}
	for i := 0; i < len(argv); i++ {
		arg, ok := strings.CutPrefix(argv[i], "--")
		if !ok || arg == "" {
			k.args = append(k.args, argv[i])
			continue
		}
		name, value, inline := strings.Cut(arg, "=")
		isSwitch, ok := known[name]
		switch {
		case !ok:
			return fault.New(fault.Usage, fmt.Sprintf("%s 没有选项 --%s", c.name, name))
		case !isSwitch && !inline && i+1 >= len(argv):
			return fault.New(fault.Usage, "--"+name+" 后面缺少值")
		case !isSwitch && !inline:
			i++
			value = argv[i]
		}
		k.options[name] = append(k.options[name], value)
	}
	k.args = k.args[1:] // the command's name
	k.json = k.json || k.has("json")
	return nil
}

func (k *call) has(name string) bool { return len(k.options[name]) > 0 }

func (k *call) option(name, fallback string) string {
	if v := k.options[name]; len(v) > 0 {
		return v[len(v)-1]
	}
	return fallback
}

// need checks how many arguments stand behind the command.
func (k *call) need(min, max int) error {
	if len(k.args) < min || max >= 0 && len(k.args) > max {
		return fault.New(fault.Usage, k.usage())
	}
	return nil
}

func (k *call) usage() string { return "opsctl " + k.command.name + " " + k.command.usage }

func (k *call) storeDir() (string, error) {
	if dir := k.option("store", k.env("OPSLEDGER_STORE")); dir != "" {
		return dir, nil
	}
	return "", fault.New(fault.Usage, "须用 --store 指明台账所在文件夹")
}

// password is read from the file named, the environment, or the terminal.
func (k *call) password() (string, error) {
	if path := k.option("password-file", ""); path != "" {
		raw, err := boot.ReadFile(path)
		return strings.TrimRight(string(raw), "\r\n"), err
	}
	if p := k.env("OPSLEDGER_PASSWORD"); p != "" {
		return p, nil
	}
	if p, ok := k.ask("口令："); ok {
		return p, nil
	}
	return "", fault.New(fault.Usage, "须用 --password-file 或 OPSLEDGER_PASSWORD 给出口令")
}

// ask reads a line from the terminal without echo; false where there is none.
func (k *call) ask(prompt string) (string, bool) {
	f, ok := k.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", false
	}
	fmt.Fprint(k.err, prompt)
	raw, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(k.err)
	return string(raw), err == nil
}

func (k *call) bootOptions() (o boot.Options, err error) {
	if o.Dir, err = k.storeDir(); err != nil {
		return o, err
	}
	if o.Password, err = k.password(); err != nil {
		return o, err
	}
	if o.Wait, err = time.ParseDuration(seconds(k.option("wait", "10s"))); err != nil {
		return o, fault.New(fault.Usage, "--wait 应写作 10s")
	}
	if o.Arrive, err = k.arrival(); err != nil {
		return o, err
	}
	o.User, o.Program, o.Cost, o.Now = k.option("user", ""), "opsctl", k.cost, k.now
	return o, nil
}

func seconds(s string) string {
	if strings.Trim(s, "0123456789") == "" {
		return s + "s"
	}
	return s
}

// with opens the store, runs fn, and closes it whatever came.
func (k *call) with(ctx context.Context, fn func(*boot.Session) error) error {
	o, err := k.bootOptions()
	if err != nil {
		return err
	}
	known, err := k.moment("known-at")
	if err != nil {
		return err
	}
	s, err := boot.Open(ctx, o)
	if err != nil {
		return err
	}
	s.ConfirmDate(k.option("confirm-date", ""))
	s.App = s.At(known)
	err = fn(s)
	return errors.Join(err, s.Close())
}

// tidySteps bounds how long a command goes on once it has answered: to some seconds, as an import of two hundred thousand rows needs.
const tidySteps = 200

// tidy tidies the store after a command that wrote much. Nothing rests on it: what it leaves or can't do, the window does or
// the next such command.
func tidy(ctx context.Context, s *boot.Session) {
	for range tidySteps {
		if more, err := s.Store.Tidy(ctx); err != nil || !more {
			return
		}
	}
}

// asOf is the moment a reading command looks at; zero: now.
func (k *call) asOf() (time.Time, error) { return k.moment("as-of") }

// looking are the options of commands that read: facts dated up to a moment, entries received up to a moment.
var looking = []string{"as-of", "known-at"}

func (k *call) moment(option string) (time.Time, error) {
	if !k.has(option) {
		return time.Time{}, nil
	}
	return parseMoment(k.option(option, ""))
}

func (k *call) say(format string, args ...any) { fmt.Fprintf(k.out, format+"\n", args...) }

func (k *call) help() {
	k.say("运维台账命令行 opsctl %s\n\n用法：opsctl 命令 [参数] [--store 文件夹] [--user 账号] [--password-file 文件] [--json]\n", boot.Version)
	for _, c := range commands() {
		k.say("  %-10s %-60s %s", c.name, c.usage, c.about)
	}
}

// progress tells long work on standard error, on one line, where a person watches.
func (k *call) progress(what string) func(done, total int) {
	f, ok := k.err.(*os.File)
	if k.json || !ok || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return func(done, total int) { fmt.Fprintf(k.err, "\r%s %d/%d ", what, done, total) }
}
