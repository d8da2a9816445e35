/** The dashboard. @module */
export {};
