package boot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/storage"
	"opsledger/storage/backup"
	"opsledger/storage/cryptvfs"
	"opsledger/storage/lock"
	"opsledger/storage/vault"
)

// guarded gives the store's failures the wording people see, and lets nothing be written while it is not known why
// the store lies where it lies.
type guarded struct {
	app.Store
	session *Session
}

func (g guarded) View(ctx context.Context, fn func(app.Reader) error) error {
	return explain(g.Store.View(ctx, fn), g.session.Dir)
}

func (g guarded) Write(ctx context.Context, fn func(app.Writer) error) error {
	if g.session.Away() {
		return g.session.astray()
	}
	return explain(g.Store.Write(ctx, fn), g.session.Dir)
}

// Verify also reads the key slots again.
func (g guarded) Verify(ctx context.Context, progress func(int, int)) (app.Audit, error) {
	a, err := g.Store.Verify(ctx, progress)
	if err != nil {
		return a, explain(err, g.session.Dir)
	}
	if bad := g.session.keys.Check(); bad != nil {
		a.OK, a.Faults = false, append(a.Faults, fault.Of(explain(bad, g.session.Dir)).Message)
		if a.Part == "" {
			a.Part = app.InSlots
		}
	}
	return a, nil
}

func (g guarded) Rebuild(ctx context.Context, progress func(int, int)) (app.Rebuilt, error) {
	r, err := g.Store.Rebuild(ctx, progress)
	return r, explain(err, g.session.Dir)
}

// Tidy leaves a store alone that lies elsewhere than it did: nobody has said yet whether it may be written to.
func (g guarded) Tidy(ctx context.Context) (more bool, err error) {
	if g.session.away {
		return false, nil
	}
	more, err = g.Store.Tidy(ctx)
	return more, explain(err, g.session.Dir)
}

// explain turns the failures of vault, lock, cryptvfs and storage into faults; a fault stays as it is.
func explain(err error, dir string) error {
	var f *fault.Fault
	if err == nil || errors.As(err, &f) {
		return err
	}
	var busy *lock.InUseError
	var page *cryptvfs.PageError
	var slot *vault.SlotError
	var wait *vault.WaitError
	var field *storage.UnknownFieldError
	switch {
	case errors.As(err, &busy):
		program := busy.Holder.Program
		if program == "" {
			program = "其他程序"
		}
		f = fault.New(fault.InUse, program, busy.Holder.Process, busy.Holder.Since.In(ledger.Zone).Format("15:04"))
	case errors.As(err, &page):
		f = fault.New(fault.DamagedPage, page.Page)
	case errors.As(err, &slot):
		f = fault.New(fault.DamagedSlot, fmt.Sprintf("第%d个账号", slot.Index+1))
	case errors.As(err, &wait):
		f = fault.New(fault.TooOften, wait.Failures, waiting(wait.Left))
	case errors.As(err, &field):
		f = fault.New(fault.UnknownField, field.Kind, field.Key)
	case errors.Is(err, lock.ErrNetworkDrive):
		f = fault.New(fault.NetworkDrive, dir)
	case errors.Is(err, vault.ErrWrongPassword):
		f = fault.New(fault.WrongPassword)
	case errors.Is(err, vault.ErrUnknownAccount):
		f = noAccount(strings.Trim(strings.SplitN(err.Error(), ":", 2)[0], `"`))
	case errors.Is(err, vault.ErrTampered):
		f = fault.New(fault.DamagedSlot, "各账号不属于同一台账")
	case errors.Is(err, vault.ErrDamaged):
		f = fault.New(fault.DamagedSlot, "长度不对")
	case errors.Is(err, vault.ErrNewerVersion), errors.Is(err, cryptvfs.ErrNewerVersion), errors.Is(err, storage.ErrNewerSchema):
		f = fault.New(fault.Newer, "本程序为 "+Version)
	case errors.Is(err, vault.ErrNotVault), errors.Is(err, cryptvfs.ErrNotVault):
		f = fault.New(fault.NotVault, dir)
	case errors.Is(err, storage.ErrUnfinished):
		f = fault.New(fault.Unfinished, dir)
	case errors.Is(err, vault.ErrName):
		f = fault.New(fault.Refused, "账号名不能用：为空、太长或已有")
	case errors.Is(err, vault.ErrRecoveryKey):
		f = fault.New(fault.RecoveryKey)
	case errors.Is(err, backup.ErrNotBackup):
		f = fault.New(fault.NotBackup, dir)
	case errors.Is(err, backup.ErrNewerFormat):
		f = fault.New(fault.Newer, "本程序为 "+Version)
	case errors.Is(err, backup.ErrDamaged):
		f = fault.New(fault.BadBackup, dir)
	case errors.Is(err, context.Canceled):
		f = fault.New(fault.Cancelled)
	default:
		return err
	}
	return f.Because(err)
}

// waiting says how long is left, in minutes begun.
func waiting(left time.Duration) string {
	minutes := int((left + time.Minute - 1) / time.Minute)
	if minutes < 60 {
		return fmt.Sprintf("%d分钟", minutes)
	}
	if minutes%60 == 0 {
		return fmt.Sprintf("%d小时", minutes/60)
	}
	return fmt.Sprintf("%d小时%d分钟", minutes/60, minutes%60)
}

// noAccount tells a name that is not here, or that none was given where there are several.
func noAccount(name string) *fault.Fault {
	if name == "" {
		return fault.New(fault.Usage, "台账有多个账号，没有指明用哪一个").With("请用 --user 指明账号")
	}
	return fault.New(fault.NoAccount, name)
}

// reason says in a word why a file could not be read or written.
func reason(err error) string {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "文件不存在"
	case errors.Is(err, os.ErrPermission):
		return "没有权限"
	case errors.Is(err, os.ErrExist):
		return "文件已存在"
	}
	return "读写失败"
}

// unwritten words that a new file could not be written; what is what people call such a file.
func unwritten(err error, path, what string) error {
	if errors.Is(err, os.ErrNotExist) {
		return fault.New(fault.FileWrite, filepath.Base(path), "要存放它的文件夹不存在").With("请检查要存放" + what + "的文件夹是否存在").Because(err)
	}
	f := fault.New(fault.FileWrite, filepath.Base(path), reason(err)).Because(err)
	if errors.Is(err, os.ErrExist) {
		return f.With(what + "从不覆盖原有文件，请另取一个文件名")
	}
	return f
}
