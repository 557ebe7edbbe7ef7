/**
 * Composes distributions: a manifest becomes a resolved, locked, checked and bundled collector.
 *
 * @module
 */
export {}
