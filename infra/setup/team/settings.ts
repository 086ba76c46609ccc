import { text } from '../../../lib/settings/kinds.ts';
import { fallingBack } from '../../../lib/settings/setting.ts';

export const TEAM_SETTINGS = {
  TEAM_FILE: fallingBack('team.json', text, {
    about:
      'what the team wants, read by `npm run setup` and `npm run doctor`: departments, agents, numbers; `infra/setup/team.example.json` shows all of it',
  }),
};
