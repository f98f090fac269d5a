import "./styles/index.css";
import { startDialogs } from "./lib/dialogs";
import { startForms } from "./lib/forms";
import { startKeys } from "./lib/keys";
import { startLists } from "./lib/lists";
import { startPrint } from "./lib/print";
import { startRequests } from "./lib/requests";
import { startTabs } from "./lib/tabs";
import { startToasts } from "./lib/toasts";

startToasts();
startRequests();
startDialogs();
startLists();
startKeys();
startForms();
startTabs();
startPrint();
