package app

import (
	"context"

	"opsledger/app/fault"
	"opsledger/app/ledger"
)

// certified says why nothing that this session's key signs would count: fault.KeyRevoked, fault.KeySuspended or fault.NoCertificate. It
// says nothing of roles.
func (a *App) certified(roster *ledger.Roster) error {
	k := a.Author.Actor()
	if roster.Revoked(k) {
		return fault.New(fault.KeyRevoked)
	}
	if _, ok := roster.Certificate(k); ok {
		return nil
	}
	if _, ok := roster.Suspended(k); ok {
		return fault.New(fault.KeySuspended)
	}
	return fault.New(fault.NoCertificate)
}

// mayNot words that this session's account may not do something, and who may; or that its key does not count at all.
func (a *App) mayNot(roster *ledger.Roster, what, who string) error {
	if err := a.certified(roster); err != nil {
		return err
	}
	return fault.New(fault.NotAllowed, what, who)
}

// unseen adds to what was not found that this PC's own records may only be out of sight: none of its steps counts while its certificate
// waits.
func (a *App) unseen(ctx context.Context, r Reader, f *fault.Fault) error {
	roster, err := r.Roster(ctx)
	if err != nil {
		return err
	}
	if err := a.certified(roster); fault.Is(err, fault.KeySuspended) {
		why := fault.Of(err)
		return f.With(f.Remedy + "；也可能只是暂时看不到：" + why.Message + "。" + why.Remedy)
	}
	return f
}

// signer tells who signed a commit. A key that no step which counts certifies has no name: what it calls itself may be another's.
func signer(roster *ledger.Roster, k ledger.KeyID) ledger.Certificate {
	c, ok := certificateOf(roster, k)
	if !ok {
		c = ledger.Certificate{Key: k, Account: "无证书的账号", Device: "无证书的设备"}
	}
	return c
}

// certificateOf is a key's certificate, be it one that waits for rival steps to be joined.
func certificateOf(roster *ledger.Roster, k ledger.KeyID) (c ledger.Certificate, ok bool) {
	if c, ok = roster.Certificate(k); !ok {
		c, ok = roster.Suspended(k)
	}
	return c, ok
}
