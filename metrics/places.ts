/** Places of voxels in a list that grows as needed. */
export class Places {
  /** The places; only the first `count` are valid. */
  items = new Int32Array(256);
  /** How many there are. */
  count = 0;

  /** Appends a place. */
  add(place: number): void {
    if (this.count === this.items.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.items);
      this.items = grown;
    }
    this.items[this.count++] = place;
  }
}
