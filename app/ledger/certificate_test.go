package ledger_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"opsledger/app/ledger"
)

// FuzzCertificate takes any bytes for the line of a roster step. As they lie nobody forges one; and where the root
// itself signs what stands in it, the roster holds whole certificates only, is the same in whatever order commits come,
// and can be gone on with.
func FuzzCertificate(f *testing.F) {
	for _, line := range rosterLines(f) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		peers := world(ledger.Lead, ledger.Engineer)
		root := peers[0]
		if s, err := ledger.ReadLine(raw); err == nil && root.replica.Add(s) == nil && !signedBy(s, peers) {
			t.Fatalf("taken in, signed by nobody here: %s", raw)
		}
		var line struct{ Commit ledger.Commit }
		if json.Unmarshal(raw, &line) != nil || len(line.Commit.Entries) == 0 {
			return
		}
		entry := line.Commit.Entries[0]
		entry.Record, entry.Kind = ledger.RosterRecord(testLedger), ledger.RosterKind
		if root.signsAnew(entry) {
			assertRoster(t, root)
		}
	})
}

// rosterLines are a root, a certify, a role and a revoke step as they travel, the first two as a root writes them.
func rosterLines(f *testing.F) (out [][]byte) {
	peers := world(ledger.Lead, ledger.Engineer)
	root, key := peers[0], peers[1].author.Actor()
	last := root.write(ledger.RoleEntry(testLedger, key, []ledger.Role{ledger.Lead}, "", root.replica.Roster().Tip())).Hash
	last = root.write(ledger.RevokeEntry(testLedger, key, last, last)).Hash
	heir := newPeer(2).certificate(ledger.Lead)
	heir.Recovery = newPeer(3).certificate().Public
	root.write(ledger.CertificateEntry(testLedger, ledger.RosterRoot, heir, last))
	for _, s := range root.replica.Commits() {
		line, err := s.Line()
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, line)
	}
	return out
}

func signedBy(s *ledger.Sealed, peers []*peer) bool {
	return slices.ContainsFunc(append(peers, newPeer(2)), func(p *peer) bool { return s.Verify(p.certificate().Public) == nil })
}

// signsAnew writes an entry that follows the roster's last step; false where it makes no commit.
func (p *peer) signsAnew(entry ledger.Entry) bool {
	if entry.Fields == nil {
		entry.Fields = ledger.Fields{}
	}
	if _, given := entry.Fields["last"]; given {
		entry.Fields["last"] = []any{string(p.replica.Roster().Tip())}
	}
	s, err := p.author.Write(p.replica.Tip(testLedger, p.feed), ledger.Draft{Entries: []ledger.Entry{entry}, Wall: p.clock})
	if err != nil {
		return false
	}
	again, err := ledger.Read(s.Bytes)
	return err == nil && p.replica.Add(again) == nil
}

func assertRoster(t *testing.T, p *peer) {
	t.Helper()
	roster := p.replica.Roster()
	for _, c := range roster.Certificates() {
		if len(c.Public) != 32 || c.Key != ledger.NewKeyID(c.Public) || len(c.Recovery) != 0 && len(c.Recovery) != 32 {
			t.Fatalf("half a certificate: %+v", c)
		}
	}
	if _, certified := roster.Certificate(roster.Root()); !certified {
		t.Fatal("the root has no certificate")
	}
	other := newPeer(4)
	commits := p.replica.Commits()
	slices.Reverse(commits)
	hand(other, commits...)
	there := other.replica.Roster()
	if there.Root() != roster.Root() || !slices.Equal(there.Last(), roster.Last()) || !reflect.DeepEqual(there.Certificates(), roster.Certificates()) {
		t.Fatalf("in another order another roster:\n%+v\n%+v", roster.Certificates(), there.Certificates())
	}
	if len(other.replica.Held()) > 0 {
		t.Fatal("a commit still waits")
	}
}
