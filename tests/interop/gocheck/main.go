// Gocheck audits a folder of C2SP tlog-tiles with golang.org/x/mod/sumdb, and prints the proofs that it made.
//
//	gocheck <folder> <vkey>
//
// It opens the checkpoint, reads every tile through tlog.TileHashReader (which trusts none of them), compares each
// bundle with the level-0 hashes, and proves every leaf and every earlier size.
package main

import (
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder string

func (folder) Height() int { return 8 }

func (folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func openTree(f folder, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	data, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	check(err)
	opened, err := note.Open(data, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	var tree tlog.Tree
	tree.N = size
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	copy(tree.Hash[:], root)
	return tree
}

func readLeaves(f folder, size int64) [][]byte {
	var leaves [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := int(size - n*256)
		if width > 256 {
			width = 256
		}
		path := strings.Replace(tlog.Tile{H: 8, L: -1, N: n, W: width}.Path(), "tile/8/data/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		check(err)
		for len(data) > 0 {
			length := int(data[0])<<8 | int(data[1])
			leaves = append(leaves, data[2:2+length])
			data = data[2+length:]
		}
	}
	return leaves
}

func printHashes(kind string, n int64, hashes []tlog.Hash) {
	fmt.Print(kind, " ", n)
	for _, hash := range hashes {
		fmt.Printf(" %x", hash[:])
	}
	fmt.Println()
}

func main() {
	f := folder(os.Args[1])
	tree := openTree(f, os.Args[2])
	hashes := tlog.TileHashReader(tree, f)
	leaves := readLeaves(f, tree.N)
	for n := int64(0); n < tree.N; n++ {
		proof, err := tlog.ProveRecord(tree.N, n, hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(leaves[n])))
		printHashes("inclusion", n, proof)
	}
	for n := int64(1); n <= tree.N; n++ {
		old, err := tlog.TreeHash(n, hashes)
		check(err)
		proof, err := tlog.ProveTree(tree.N, n, hashes)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, n, old))
		printHashes("consistency", n, proof)
	}
}
