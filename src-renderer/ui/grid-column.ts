/** One column of a grid. */
export interface GridColumn {
  readonly key: string;
  readonly label: string;
  /** A track of a CSS grid: `96px`, `minmax(220px, 2fr)`. */
  readonly width: string;
  readonly align?: 'start' | 'end';
  readonly sortable?: boolean;
  /** The label is for screen readers only. */
  readonly hideLabel?: boolean;
  /** Shown only in grids at least this wide, in px. */
  readonly from?: number;
}

/** Where a person was in a grid, kept by whoever outlives it. */
export interface GridPlace {
  activeKey: string | null;
  scrollTop: number;
}

/** By which column a grid is sorted. */
export interface GridSort {
  readonly key: string;
  readonly down: boolean;
}
