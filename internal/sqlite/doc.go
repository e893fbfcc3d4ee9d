// Package sqlite remembers, in one SQLite file: it implements [nametag.Store] and [access.Store], and is the only SQL
// of the project. It decides nothing and tells nobody.
//
// One writer per process commits many callers' work at once and answers each after its commit (writer.go). Readers
// have connections of their own. A cache holds the rows that were used last, exactly as committed (cache.go); it is
// emptied when another process, such as the command line beside the server, wrote to the file.
//
// Every statement is a query (query.go), so that a test can show that each one is answered by an index.
package sqlite
