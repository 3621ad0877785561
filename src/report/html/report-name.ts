/** The name of the page among the outputs of a run. */
export const REPORT_PAGE = 'report.html';
