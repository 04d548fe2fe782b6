/** The two widgets and the chip they hang on, for the appliance, the portal and any page that serves them. */
import './pivot/pivot.ts';
import './casebook/casebook.ts';
export { configureWidgets, session } from './session/session.ts';
