// Package app owns the use cases: what a person can do with the ledger, each in one transaction and at one time.
// A use case reads what it needs, checks, and writes one group of commits; everything shown is folded from them.
// ports.go says what it needs from outside. It may not import os, net, database/sql, Fyne, excelize or gofpdf.
package app
