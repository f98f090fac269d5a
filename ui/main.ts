import "./styles/index.css";
import { startDialogs } from "./lib/dialogs";
import { startDrafts } from "./lib/drafts";
import { startEditors } from "./lib/editor";
import { startExplorer } from "./lib/explorer";
import { startForms } from "./lib/forms";
import { startKeys } from "./lib/keys";
import { startLists } from "./lib/lists";
import { startPalette } from "./lib/palette";
import { startPrint } from "./lib/print";
import { startRequests } from "./lib/requests";
import { startShortcuts } from "./lib/shortcuts";
import { startTabs } from "./lib/tabs";
import { startToasts } from "./lib/toasts";

startDrafts(); // before the toasts, which tell it what the server has taken
startToasts();
startRequests();
startDialogs();
startLists();
startKeys();
startForms();
startEditors();
startTabs();
startPrint();
startPalette();
startShortcuts();
startExplorer();
