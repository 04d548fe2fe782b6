import { applyTheme } from '@argiope/components/shell/account.ts';
import './app.ts';

applyTheme();
