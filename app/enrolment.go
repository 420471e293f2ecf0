package app

import (
	"context"
	"crypto/ed25519"

	"opsledger/app/fault"
	"opsledger/app/ledger"
	"opsledger/app/rule/spoken"
)

// Enrolment is what a request or a certificate says, before anybody compared its digits: nothing of it is proved yet but that who
// made the file holds the key.
type Enrolment struct {
	Account     string
	Device      string
	Station     string // of a request: two digits in its readable numbers
	Fingerprint string // of the key that made it
	Words       string // the same key
	Roles       []ledger.Role
	Same        bool // a request of this PC's own station number, which would be refused
	Introduces  bool // no certificate: a center tells of its key
	Vouched     bool // the key trusted so far vouches for it: nothing need be compared
}

// ReadRequest reads a request to be certified; nothing is written.
func (a *App) ReadRequest(_ context.Context, raw []byte) (e Enrolment, err error) {
	q, public, err := a.request(raw)
	if err != nil {
		return e, err
	}
	return Enrolment{Account: q.Account, Device: q.Device, Station: q.Station, Fingerprint: ledger.Fingerprint(public), Words: spoken.Of(public), Same: q.Station == a.Station && len(q.Founding) > 0}, nil
}

// ReadCertificate reads the answer to a request of this session's, or an introduction; nothing is written.
func (a *App) ReadCertificate(ctx context.Context, raw []byte) (e Enrolment, err error) {
	c, public, err := a.answer(raw)
	if err != nil {
		return e, err
	}
	e = Enrolment{Account: c.Account, Device: c.Device, Fingerprint: ledger.Fingerprint(public), Words: spoken.Of(public), Roles: c.Roles, Introduces: c.Format == introductionFormat}
	err = a.Store.View(ctx, func(r Reader) error {
		t, err := a.trusted(ctx, r)
		e.Vouched = t.vouches(a.Ledger, c)
		return err
	})
	return e, err
}

// request reads a request of this ledger with the key that made it.
func (a *App) request(raw []byte) (q Request, public ed25519.PublicKey, err error) {
	public, err = readFile(raw, requestFormat, &q)
	if err == nil && q.Ledger != a.Ledger {
		err = fault.New(fault.OtherLedger)
	}
	return q, public, err
}

// answer reads a certificate that is for this session's key, or an introduction, with the key that made it.
func (a *App) answer(raw []byte) (i Introduction, public ed25519.PublicKey, err error) {
	public, err = readFile(raw, certificateFormat, &i)
	if fault.Is(err, fault.BadEnrolment) {
		public, err = readFile(raw, introductionFormat, &i)
	}
	switch {
	case err != nil:
	case i.Ledger != a.Ledger:
		err = fault.New(fault.OtherLedger)
	case i.Format == certificateFormat && i.For != a.Author.Actor():
		err = fault.New(fault.Refused, "这份证书不是发给本账号、本设备的").With("请用提出申请的账号登录后再接受，或重新申请")
	}
	return i, public, err
}

// answerKey is where the last certificate made for a key is kept: a stick may be lost before the other side has read it.
func answerKey(k ledger.KeyID) string { return "exchange.answer." + string(k) }

// Answer is the certificate file last made here for a device in use, named as Revoke names it; of several accounts, the latest one's.
func (a *App) Answer(ctx context.Context, name string) (raw []byte, d Device, err error) {
	err = a.Store.View(ctx, func(r Reader) error {
		roster, err := r.Roster(ctx)
		if err != nil {
			return err
		}
		found, err := meantKeys(roster, []string{name})
		if err != nil {
			return err
		}
		for _, c := range found {
			kept, err := r.Local(ctx, answerKey(c.Key))
			if err != nil {
				return err
			}
			if kept != "" {
				raw, d = []byte(kept), deviceOf(roster, c)
			}
		}
		if raw == nil {
			return fault.New(fault.Refused, "本机没有给“"+name+"”签发过证书").With("请到签发它的那台电脑上再存")
		}
		return nil
	})
	return raw, d, err
}
