import "./styles/index.css";
import "htmx.org";
