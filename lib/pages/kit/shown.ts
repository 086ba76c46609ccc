/** Whether telephone numbers are shown whole or but for their last two digits. */
export type Shown = { numbers: 'hidden' | 'shown' };
