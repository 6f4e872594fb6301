/** What this module records in the audit log. */
export const controlsActions = ['control.listed', 'control.checked', 'control.failed'] as const;

export type ControlsAction = (typeof controlsActions)[number];
